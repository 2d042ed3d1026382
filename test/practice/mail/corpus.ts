import { domainOf, people, sharedMailboxes } from '../servers/people.ts'
import { addDays, atTime, clock, dayName, headerDate, isWeekend, workingDay } from './calendar.ts'
import type { Correspondent } from './correspondents.ts'
import { computerTrouble, cleaning, invoice, newsletter, order } from './letters/business.ts'
import { culture, labResult, referral, specialistLetter } from './letters/hospital.ts'
import { councilRequest, homeCare, physioQuestion, physioReport } from './letters/neighbours.ts'
import { appointment, complaint, question, registration, repeatPrescription } from './letters/patients.ts'
import { interaction, medicationReview, recipeQuery, shortage } from './letters/pharmacy.ts'
import { consultation, meeting, minutes, rota, smallTalk, training } from './letters/team.ts'
import { send, type Sent } from './message.ts'
import { random, type Random } from './random.ts'
import type { Scene, SceneWriter } from './scene.ts'

/** How often each kind of conversation happens in six weeks; `any` when it begins with somebody at home, also in a weekend. */
const families: Readonly<Record<string, readonly [SceneWriter, number, 'any'?]>> = {
  appointment: [appointment, 22, 'any'], repeatPrescription: [repeatPrescription, 24, 'any'], question: [question, 20, 'any'],
  registration: [registration, 5, 'any'], complaint: [complaint, 2, 'any'],
  shortage: [shortage, 12], interaction: [interaction, 6], medicationReview: [medicationReview, 2], recipeQuery: [recipeQuery, 12],
  labResult: [labResult, 26], culture: [culture, 8], specialistLetter: [specialistLetter, 18], referral: [referral, 7],
  physioReport: [physioReport, 8], physioQuestion: [physioQuestion, 5], councilRequest: [councilRequest, 4], homeCare: [homeCare, 3],
  rota: [rota, 5], meeting: [meeting, 3], minutes: [minutes, 3], smallTalk: [smallTalk, 14], consultation: [consultation, 12], training: [training, 2],
  invoice: [invoice, 10], order: [order, 4], newsletter: [newsletter, 8], computerTrouble: [computerTrouble, 4], cleaning: [cleaning, 4],
}

const periodDays = 42
const hourMs = 3_600_000

/** A message in somebody's folder. `flags` are Maildir letters: R answered, F flagged, S seen. */
export type PlacedMessage = {
  readonly owner: string
  readonly folder: 'INBOX' | 'Verzonden' | 'Archief'
  readonly id: string
  readonly at: Date
  readonly flags: string
  /** Lines end with LF. */
  readonly raw: Buffer
}

const isPatient = ({ address }: Correspondent): boolean => domainOf(address) === 'mailbox.test'

/** The next moment at which this person writes. */
function moment(wanted: Date, who: 'office' | 'any', r: Random): Date {
  const [opens, closes] = who === 'office' ? [8, 17] : [7, 22]
  const hour = Number(clock(wanted).hour)
  const isClosed = hour < opens || hour >= closes || (who === 'office' && isWeekend(wanted))
  if (!isClosed) return wanted
  const day = hour < opens ? wanted : addDays(wanted, 1)
  return new Date(atTime(who === 'office' ? workingDay(day) : day, opens, r.int(2, 110)).getTime() + r.int(0, 59) * 1000)
}

/** More in the last days than weeks ago, as an inbox looks; always in the past, and on a working day when people at work begin. */
function startOf(now: Date, opens: 'any' | undefined, r: Random): Date {
  const [from, to] = opens === 'any' ? [7, 20] : [8, 16]
  let at = atTime(addDays(now, -Math.floor(periodDays * r.next() ** 1.7)), r.int(from, to), r.int(0, 59))
  while (at > now || (opens !== 'any' && isWeekend(at))) at = addDays(at, -1)
  return new Date(at.getTime() + r.int(0, 59) * 1000)
}

/** Sends the letters of a scene one after the other; what would lie in the future has not been written yet. */
function play(scene: Scene, { r, start, now }: { r: Random; start: Date; now: Date }): Sent[] {
  const sent: Sent[] = []
  let at = start
  for (const [index, letter] of scene.letters.entries()) {
    at = moment(new Date(at.getTime() + (letter.afterHours ?? 0) * hourMs + (index === 0 ? 0 : r.int(40, 2400) * 1000)), isPatient(letter.from) ? 'any' : 'office', r)
    if (at > now) break
    const id = `${r.int(0x10_0000, 0xff_ffff).toString(16)}.${at.getTime().toString(36)}@${domainOf(letter.from.address)}`
    const answers = index === 0 ? undefined : sent[letter.answers ?? index - 1]
    sent.push(send({ letter, at, id, answers, r }))
  }
  return sent
}

/** What the receiving server puts on top. */
function traced({ letter, at, raw }: Sent, to: string, r: Random): Buffer {
  const domain = domainOf(letter.from.address)
  const queue = r.int(0x10_0000_0000, 0xff_ffff_ffff).toString(16).toUpperCase()
  return Buffer.concat([Buffer.from([
    `Return-Path: <${letter.isAutomatic === true ? '' : letter.from.address}>`, `Delivered-To: ${to}`,
    `Received: from mx.${domain} (mx.${domain} [192.0.2.${String(10 + domain.length)}])`, `\tby mx.${domainOf(to)} (Postfix) with ESMTPS id ${queue}`,
    `\tfor <${to}>; ${headerDate(new Date(at.getTime() + 2000))}`, '',
  ].join('\n')), raw])
}

const hasMailbox = (address: string): boolean => [...people, ...sharedMailboxes].some((entry) => entry.address === address)
const isShared = (address: string): boolean => sharedMailboxes.some((entry) => entry.address === address)

function flagsOf({ isAnswered, ageDays }: { isAnswered: boolean; ageDays: number }, r: Random): string {
  const isSeen = isAnswered || r.chance(ageDays > 3 ? 0.97 : ageDays > 1 ? 0.8 : 0.35)
  return `${r.chance(0.04) ? 'F' : ''}${isAnswered ? 'R' : ''}${isSeen ? 'S' : ''}`
}

/** Copies for everybody who has a mailbox here, and one in the sender's own *Verzonden*. */
function copies(sent: readonly Sent[], { r, now }: { r: Random; now: Date }): PlacedMessage[] {
  const answered = (one: Sent, by: string): boolean =>
    sent.some(({ letter, references }) => references.at(-1) === one.id && (letter.from.address === by || isShared(by)))
  return sent.flatMap((one) => {
    const { letter, at, id } = one
    const ageDays = (now.getTime() - at.getTime()) / (24 * hourMs)
    const receivers = [...letter.to, ...letter.cc ?? []].map(({ address }) => address).filter(hasMailbox)
    const received = receivers.map((owner): PlacedMessage => {
      const isFiled = !isShared(owner) && ageDays > 9 && r.chance(0.55)
      return { owner, folder: isFiled ? 'Archief' : 'INBOX', id, at, flags: flagsOf({ isAnswered: answered(one, owner), ageDays }, r), raw: traced(one, owner, r) }
    })
    const sender = isShared(letter.from.address) ? 'bas@delinde.test' : letter.from.address
    return letter.isAutomatic === true || !hasMailbox(sender) ? received : [...received, { owner: sender, folder: 'Verzonden', id, at, flags: 'S', raw: one.raw }]
  })
}

/**
 * Six weeks of mail of De Linde and those around it, up to `now`: the same seed and the same moment give the same bytes.
 * Nobody in it exists, and its BSNs are test numbers.
 */
export function sampleMail(now: Date, seed = 7516): PlacedMessage[] {
  const root = random(seed)
  const placed = Object.entries(families).flatMap(([name, [write, count, opens]]) => Array.from({ length: count }, (_, index) => {
    const r = root.fork(`${name}-${String(index)}`)
    const start = startOf(now, opens, r)
    const day = (after: number): string => dayName(workingDay(addDays(start, after)))
    const scene = write({ r, start, day })
    return copies(play(scene, { r, start, now }), { r, now })
  }).flat())
  return placed.sort((a, b) => a.at.getTime() - b.at.getTime() || a.owner.localeCompare(b.owner))
}
