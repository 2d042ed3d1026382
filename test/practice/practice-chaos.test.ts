import { isDeepStrictEqual } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SignedEvent } from '../../src/main/practice/register/signed-event.ts'
import { actAtRandom, nothingSeen, type Seen } from './apart/random-acts.ts'
import { eventsInFolder, shownPractice } from './apart/shown-practice.ts'
import { ANJA, BAS, founded, infoFor, joined } from './apart/two-workstations.ts'
import { Workstation, type JournalLine } from './apart/workstation.ts'
import { letter } from './core.ts'
import { random, type Random } from './mail/random.ts'
import { startPractice, type Practice } from './servers/practice.ts'

/** `PRACTICE_SEEDS=1,2,3 PRACTICE_STEPS=300` for a long walk by hand. */
const SEEDS = (process.env['PRACTICE_SEEDS'] ?? '1').split(',').map(Number)
const STEPS = Number(process.env['PRACTICE_STEPS'] ?? '10')
const isByHand = 'PRACTICE_STEPS' in process.env
/** Once in so many steps the power fails at one of them. */
const STEPS_A_KILL = 5

const subjects = ['vraag-1', 'vraag-2', 'vraag-3', 'vraag-4']

interface Desk { readonly station: Workstation; readonly seen: Seen; readonly isManager: boolean; readonly random: Random }

/** Two people at work for so many steps, each on a line that breaks and a computer that dies. */
async function walk(desks: readonly Desk[], people: { anja: string; bas: string }, chances: Random): Promise<void> {
  for (let step = 1; step <= STEPS; step += 1) {
    const isKill = step % STEPS_A_KILL === 0
    const victim = chances.pick(desks)
    if (chances.chance(0.12)) chances.pick(desks).station.wire.cut()
    if (chances.chance(0.08)) {
      const { wire } = chances.pick(desks).station
      wire.holdAfter(chances.int(0, 3_000))
      setTimeout(() => { wire.cut() }, 80)
    }
    const acts = desks.map(async (desk) => { for (let act = chances.int(1, 3); act > 0; act -= 1) if (await actAtRandom({ ...desk, people, subjects }, desk.isManager)) return })
    if (isKill) {
      await pause(chances.int(0, 40))
      await victim.station.kill()
    }
    await Promise.all(acts)
    if (isKill) await victim.station.start()
  }
}

async function inStep(desks: readonly Desk[]): Promise<void> {
  for (const { station } of desks) {
    station.wire.cut()
    await station.desk.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step' && now.line.waiting === 0)
  }
}

/** What was said in one go by one workstation: its entry in the journal names the last of it. */
function lastOfEachSaying(events: readonly SignedEvent[]): Map<string, SignedEvent> {
  // What passes, what files the journal itself, and what is told again of entries that were written with the deed.
  const untold = new Set(['answering', 'segment-filed', 'snapshot', 'acted'])
  const told = events.filter(({ checked: { event } }) => !untold.has(event.kind)).sort((one, other) => one.checked.event.sequence - other.checked.event.sequence)
  return new Map(told.map((signed) => [`${signed.checked.event.author} ${String(signed.checked.event.at)}`, signed]))
}

const readingsToldBy = (events: readonly SignedEvent[], device: string): number =>
  events.flatMap(({ checked: { event } }) => (event.kind === 'acted' && event.author === device ? event.body.acts.filter(({ act }) => act === 'read') : [])).length

async function expectTold(practice: Practice, desks: readonly Desk[], devices: readonly string[]): Promise<void> {
  const journals = await Promise.all(desks.map(({ station }) => station.journal()))
  expect(journals.map(({ isWell }) => isWell)).toEqual(desks.map(() => true))
  const events = await eventsInFolder(practice, ANJA)
  const lines: JournalLine[] = journals.flatMap((journal) => journal.lines)
  const named = new Set(lines.flatMap(({ event }) => event ?? []))
  // No act without an entry.
  expect([...lastOfEachSaying(events).values()].filter(({ checked }) => !named.has(checked.hash)).map(({ checked }) => checked.event.kind)).toEqual([])
  // No entry without an act.
  const there = new Set(events.map(({ checked }) => checked.hash))
  expect(lines.filter(({ event }) => event !== null && !there.has(event))).toEqual([])
  for (const [index, { seen }] of desks.entries()) {
    const opened = new Set(journals[index]!.lines.flatMap((line) => (line.class === 'E6' ? [line.messageId?.split('@')[0] ?? ''] : [])))
    expect(seen.opened.filter((subject) => !opened.has(subject))).toEqual([])
    expect([...opened].filter((subject) => !seen.asked.has(subject))).toEqual([])
    expect(readingsToldBy(events, devices[index] ?? '')).toBeLessThanOrEqual(journals[index]!.lines.filter((line) => line.class === 'E6').length)
  }
}

test.each(SEEDS)('two people work while lines break and computers die: both see the same in the end, and each act is in a journal (seed %i)', { timeout: 60_000 + STEPS * 10_000 }, async (seed) => {
  // given
  await using practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  for (const subject of subjects) await practice.deliver(letter({ to: 'info@delinde.test', subject, messageId: subject }), 'info@delinde.test')
  await using manager = await founded(practice)
  await using assistant = await Workstation.of(practice, BAS)
  const bas = await joined(manager, assistant, { name: 'Bas Jansen' })
  const anja = (await manager.desk.get('practice.people', {})).find(({ person }) => person.address === ANJA)!.person.id
  await manager.desk.get('practice.describeMailbox', { mailbox: infoFor([anja, bas]) })
  for (const { desk } of [manager, assistant]) await desk.until('folders.list', {}, (folders) => folders.some(({ path, total }) => path === 'Praktijk/info' && total === subjects.length))
  // when
  const chances = random(seed)
  const began = performance.now()
  const desks: Desk[] = [manager, assistant].map((station) => ({ station, seen: nothingSeen(), isManager: station === manager, random: chances.fork(station.address) }))
  await walk(desks, { anja, bas }, chances.fork('faults'))
  await inStep(desks)
  await manager.desk.get('practice.describeMailbox', { mailbox: infoFor([anja, bas]) })
  // then
  const shown = async () => Promise.all(desks.map(({ station }) => shownPractice(station)))
  const isSame = async () => { const [one, other] = await shown(); return isDeepStrictEqual(one, other) }
  await expect.poll(isSame, { timeout: 60_000, interval: 250 }).toBe(true).catch(async () => { const [one, other] = await shown(); expect(one).toEqual(other) })
  await inStep(desks)
  const devices = await Promise.all(desks.map(async ({ station: { desk } }) => { const state = await desk.get('practice.state', {}); return state.kind === 'member' ? state.device : '' }))
  for (const { station } of desks) await station.stop()
  await expectTold(practice, desks, devices)
  if (isByHand) process.stdout.write(`seed ${String(seed)}, ${String(Math.round((performance.now() - began) / 1000))} s: ${desks.map(({ station, seen }) => `${station.address} ${String(seen.done)} done, ${String(seen.refused)} refused, ${String(seen.died)} died`).join('; ')}\n`)
})
