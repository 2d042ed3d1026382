import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { expect, test, describe, vi } from 'vitest'
import { messageOf, forge, RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { shownState } from '../../../../test/register/shown-state.ts'
import { DAY, hashOf, NOW, person, reference, sharedMailbox } from '../../../../test/register/workstation.ts'
import type { EventOf } from '../../../shared/practice/event.ts'
import { atOnce } from '../../../shared/practice/steps.ts'
import { openRegister, type Register, type Taken } from './register.ts'
import { readMessage } from './read-message.ts'
import { sealFor } from './sealing.ts'
import { readContent, stateHashOf } from './snapshot-content.ts'
import type { Saying } from './signed-event.ts'
import { wasCompared } from './start-table.ts'

const shown = ({ register }: RealStation) => shownState(register.state(), 'outcomes')
const claimed = (which: string, to: string): Saying => ({ kind: 'claimed', body: { mailbox: 'info', message: reference(which), to, note: null } })
const said = ({ register }: RealStation, ...sayings: Saying[]): void => { expect(register.say(sayings).kind).toBe('said') }

/** Anja founded it; Tom is a manager too; Mia works at the desk. */
function linde() {
  const practice = new RealPractice()
  const { anja } = practice
  const [tom, mia] = [practice.admit(anja, person('tom')), practice.admit(anja, person('mia'))]
  said(anja, { kind: 'role-given', body: { person: 'tom', role: 'beheerder' } })
  said(anja, { kind: 'mailbox-described', body: { mailbox: sharedMailbox('info', ['anja', 'tom', 'mia'].map((one) => ({ person: one, may: ['read', 'claim'] }))) } })
  practice.deliver()
  said(mia, claimed('m1', 'mia'), { kind: 'finished', body: { mailbox: 'info', message: reference('m1'), how: 'answered' } }, claimed('m2', 'mia'))
  practice.deliver()
  return { practice, anja, tom, mia }
}
type Linde = ReturnType<typeof linde>

interface Signed { readonly bytes: Uint8Array; readonly body: EventOf<'snapshot'>['body'] }

/** A snapshot that this workstation signs and says, whatever is in it. */
async function snapshotBy({ practice }: Linde, station: RealStation, bent: (made: Signed) => Signed | Promise<Signed> = (made) => made, isForged = false): Promise<Signed> {
  const made = await station.register.toSign()
  if (made === null) throw new Error('no snapshot')
  const signed = await bent(made)
  const saying: Saying & { kind: 'snapshot' } = { kind: 'snapshot', body: signed.body }
  // Whoever may not say it says it with another program.
  if (isForged) practice.folder.push(messageOf(forge(station, saying)))
  else said(station, saying)
  practice.deliver()
  return signed
}

/** A workstation that has read nothing yet; its person is invited. */
function newcomer({ practice, anja }: Linde) {
  const { db, keys } = practice.store('eva-1')
  said(anja, { kind: 'person-added', body: { person: person('eva') } }, { kind: 'invitation-given', body: { invitation: { id: 'eva-in', person: 'eva', until: NOW + DAY, proofHash: hashOf('eva') } } })
  practice.deliver()
  return { db, keys, register: openRegister({ db, keys, root: practice.root, now: () => NOW }) }
}

/** What the folder's newest messages, from here on, and this content give to start from. */
async function begin(register: Register, practice: RealPractice, { bytes, from }: { bytes: Uint8Array; from: number }): Promise<Taken[] | null> {
  const content = await readContent(bytes, practice.root)
  return content.kind === 'read' ? register.startFrom({ content, bytes }, practice.folder.slice(from).map((raw) => readMessage(raw))) : null
}

const letIn = ({ anja, practice }: Linde, { keys }: Pick<RealStation, 'keys'>, by: RealStation = anja): void => {
  said(by, { kind: 'device-added', body: { person: 'eva', device: keys.device, invitation: 'eva-in', reference: sealFor([keys.device], new Uint8Array(32), 'reference') } })
  practice.deliver()
}

const isIn = ({ register, keys }: RealStation): boolean => register.state().law.devices.has(keys.device.id)
const disagrees = ({ register }: Pick<RealStation, 'register'>): boolean => register.problems().some(({ kind }) => kind === 'snapshot-disagrees')

describe('a workstation that starts from a manager\'s snapshot', () => {
  test('says what all others say, at once and after it has read everything; nothing is said of the law in between', async () => {
    const here = linde()
    using _practice = here.practice
    const signed = await snapshotBy(here, here.tom)
    const from = here.practice.folder.length - 1
    said(here.mia, claimed('m3', 'mia'))
    const eva = newcomer(here)
    letIn(here, eva)
    // when
    expect(await begin(eva.register, here.practice, { bytes: signed.bytes, from })).not.toBeNull()
    // then
    expect(shown(eva)).toEqual(shown(here.anja))
    expect([isIn(eva), eva.register.isChecked()]).toEqual([true, false])
    expect(eva.register.say([{ kind: 'private-agreed', body: { person: 'eva' } }])).toEqual({ kind: 'refused', because: 'not-read-yet' })
    // when: over a restart, which reads the rest in two parts
    eva.register.take(here.practice.folder.slice(0, 5))
    eva.register[Symbol.dispose]()
    const again = { ...eva, register: openRegister({ ...eva, root: here.practice.root, now: () => NOW }) }
    expect([shown(again), again.register.isChecked()]).toEqual([shown(here.anja), false])
    again.register.take(here.practice.folder)
    await again.register.readToEnd()
    // then
    expect([shown(again), again.register.isChecked(), disagrees(again)]).toEqual([shown(here.anja), true, false])
    expect(again.register.say([{ kind: 'private-agreed', body: { person: 'eva' } }]).kind).toBe('said')
    again.register[Symbol.dispose]()
  })

  test('is told to the others by what came before the snapshot, too: a message on its way at that moment counts when it is read', async () => {
    const here = linde()
    using _practice = here.practice
    const made = (await here.tom.register.toSign())!
    said(here.mia, claimed('m3', 'mia'))
    here.practice.deliver()
    said(here.tom, { kind: 'snapshot', body: made.body })
    here.practice.deliver()
    const eva = newcomer(here)
    await begin(eva.register, here.practice, { bytes: made.bytes, from: here.practice.folder.findIndex((raw) => { const read = readMessage(raw); return read.kind === 'signed' && read.signed.checked.event.kind === 'snapshot' }) })
    eva.register.take(here.practice.folder)
    expect(shown(eva)).toEqual(shown(here.anja))
    eva.register[Symbol.dispose]()
  })

  test('starts from none that was cut off, changed, said by no manager, or of another practice', async () => {
    const here = linde()
    using _practice = here.practice
    const eva = newcomer(here)
    const start = ({ bytes }: Signed) => begin(eva.register, here.practice, { bytes, from: 0 })
    const { bytes } = (await here.tom.register.toSign())!
    expect((await Promise.all([bytes.subarray(0, -9), bytes.map((byte, place) => (place === 100 ? byte ^ 1 : byte)), new Uint8Array(0)].map((one) => readContent(one, here.practice.root)))).map(({ kind }) => kind)).toEqual(['wrong', 'wrong', 'wrong'])
    expect((await readContent(bytes, hashOf('elsewhere'))).kind).toBe('wrong')
    // No event names it; one names another state; one names heads that it does not have; one is a member's.
    expect(await start({ bytes } as Signed)).toBeNull()
    const wrongState = await snapshotBy(here, here.tom, (made) => ({ ...made, body: { ...made.body, stateHash: hashOf('x') } }))
    expect(await start(wrongState)).toBeNull()
    expect(await start(await snapshotBy(here, here.tom, (made) => ({ ...made, body: { ...made.body, heads: made.body.heads.slice(1) } })))).toBeNull()
    const byMia = (await here.mia.register.toSign())!
    here.practice.folder.push(messageOf(forge(here.mia, { kind: 'snapshot', body: byMia.body })))
    expect(await start(byMia)).toBeNull()
    // The honest one it does start from.
    expect(await start(await snapshotBy(here, here.tom))).not.toBeNull()
    eva.register[Symbol.dispose]()
  })
})

describe('what is not proven yet', () => {
  test('stays so while everything is folded anew, and where that fails; the next time it is done', async () => {
    const here = linde()
    using _practice = here.practice
    const signed = await snapshotBy(here, here.tom)
    const bugs: unknown[] = []
    const { db, keys } = newcomer(here)
    const register = openRegister({ db, keys, root: here.practice.root, now: () => NOW, onBug: (error) => { bugs.push(error) } })
    await begin(register, here.practice, { bytes: signed.bytes, from: 0 })
    // given: the first reading after it was compared fails
    const checked: boolean[] = []
    const prepare = db.prepare.bind(db)
    let isCompared = false
    const failing = vi.spyOn(db, 'prepare').mockImplementation((text: string) => {
      if (isCompared) {
        checked.push(register.isChecked())
        throw new Error('disk')
      }
      isCompared = text === 'DELETE FROM register_start'
      return prepare(text)
    })
    // when
    await register.readToEnd()
    failing.mockRestore()
    // then
    expect(bugs).toEqual([new Error('disk')])
    expect([...checked, register.isChecked()]).toEqual([false, false])
    expect(register.say([{ kind: 'private-agreed', body: { person: 'eva' } }])).toMatchObject({ because: 'not-read-yet' })
    // when
    await register.readToEnd()
    expect(register.isChecked()).toBe(true)
    register[Symbol.dispose]()
  })
})

/** The same state in other words, signed as if they were so. */
async function bentBy(here: Linde, station: RealStation, change: (text: string) => string, isForged = false): Promise<Signed> {
  return snapshotBy(here, station, async ({ body, bytes }) => {
    const bent = new Uint8Array(deflateRawSync(change(inflateRawSync(bytes).toString('utf8'))))
    const read = await readContent(bent, here.practice.root, station.keys.device.id)
    if (read.kind !== 'read') throw new Error(read.because)
    return { bytes: bent, body: { ...body, content: createHash('sha256').update(bent).digest('hex'), stateHash: atOnce(stateHashOf(read.snapshot)).stateHash } }
  }, isForged)
}

interface Written { law: [text: string, key: string, signature: string][]; state: { nonsense: string[] } }

const rewritten = (change: (content: Written) => void) => (text: string): string => {
  const content = JSON.parse(text) as Written
  change(content)
  return JSON.stringify(content)
}

describe('a manager who wants somebody\'s ending forgotten', () => {
  const ended = async (change: (content: Written) => void) => {
    const here = linde()
    said(here.anja, { kind: 'device-revoked', body: { device: here.mia.keys.device.id, because: 'lost', cut: [] } })
    here.practice.deliver()
    const eva = newcomer(here)
    const signed = await bentBy(here, here.tom, rewritten(change))
    const taken = await begin(eva.register, here.practice, { bytes: signed.bytes, from: 0 })
    eva.register[Symbol.dispose]()
    here.practice[Symbol.dispose]()
    return taken
  }
  const isRevocation = ([text]: Written['law'][number]): boolean => text.includes('device-revoked')

  test('can neither call it nonsense nor put it before what it ends', async () => {
    expect(await ended(() => undefined)).not.toBeNull()
    expect(await ended(({ law, state }) => { state.nonsense = law.filter(isRevocation).map(([text]) => hashOf(text)) })).toBeNull()
    expect(await ended(({ law }) => { law.unshift(...law.splice(law.findIndex(isRevocation), 1)) })).toBeNull()
  })
})

test('a start that can no longer be read leaves the register unchecked until everything was read', async () => {
  const here = linde()
  using _practice = here.practice
  const signed = await snapshotBy(here, here.tom)
  const eva = newcomer(here)
  expect(await begin(eva.register, here.practice, { bytes: signed.bytes, from: 0 })).not.toBeNull()
  eva.register[Symbol.dispose]()
  eva.db.prepare("UPDATE register_start SET content = x'00'").run()
  using register = openRegister({ ...eva, root: here.practice.root, now: () => NOW })
  expect(register.isChecked()).toBe(false)
  register.take(here.practice.folder)
  await register.readToEnd()
  expect([register.isChecked(), shown({ ...eva, register })]).toEqual([true, shown(here.anja)])
})

describe('attacks by snapshot', () => {
  test('a manager whose role was withdrawn leaves that out: whoever is let in by who withdrew it is not let in by it, and it is named', async () => {
    const here = linde()
    using _practice = here.practice
    // given: Tom prepares the state in which he is a manager, and says it when he is none any more
    const stale = (await here.tom.register.toSign())!
    said(here.anja, { kind: 'role-withdrawn', body: { person: 'tom', role: 'beheerder', cut: [{ device: here.tom.keys.device.id, last: here.tom.register.state().chains.get(here.tom.keys.device.id)?.length ?? 0, hash: null }] } })
    const tomsLast = forge(here.tom, { kind: 'snapshot', body: stale.body })
    const eva = newcomer(here)
    here.practice.folder.push(messageOf(tomsLast))
    letIn(here, eva)
    const from = here.practice.folder.findIndex((raw) => { const read = readMessage(raw); return read.kind === 'signed' && read.signed.checked.hash === tomsLast.checked.hash })
    // when: only what came behind it is read
    expect(await begin(eva.register, here.practice, { bytes: stale.bytes, from })).not.toBeNull()
    // then: for Anja's words are missing, hers too
    expect(isIn(eva)).toBe(false)
    expect(eva.register.isChecked()).toBe(false)
    // when: with what came before, the withdrawal counts at once
    eva.register.take(here.practice.folder.slice(-20))
    expect([eva.register.state().law.people.get('tom')?.roles.has('beheerder'), isIn(eva)]).toEqual([false, true])
    eva.register.take(here.practice.folder)
    await eva.register.readToEnd()
    expect(shown(eva)).toEqual(shown(here.anja))
    expect(eva.register.problems().some((problem) => problem.kind === 'refused' && problem.event.kind === 'snapshot' && problem.because === 'no-right')).toBe(true)
    eva.register[Symbol.dispose]()
  })

  test('rights that nobody signed cannot be put into it: its law is judged from its signed events', async () => {
    const here = linde()
    using _practice = here.practice
    // given: Mia signs that she is a manager; Tom's snapshot has it in it. It is hers, and gives her nothing.
    here.practice.folder.push(messageOf(forge(here.mia, { kind: 'role-given', body: { person: 'mia', role: 'beheerder' } })))
    here.practice.deliver()
    const eva = newcomer(here)
    const signed = await snapshotBy(here, here.tom)
    expect(await begin(eva.register, here.practice, { bytes: signed.bytes, from: 0 })).not.toBeNull()
    expect(eva.register.state().law.people.get('mia')?.roles.size).toBe(0)
    eva.register[Symbol.dispose]()
    // An event of the law that its author did not sign.
    const text = inflateRawSync(signed.bytes).toString('utf8')
    const forged = deflateRawSync(text.replace(String.raw`\"role\":\"beheerder\"`, String.raw`\"role\":\"logbeheerder\"`))
    expect(await readContent(forged, here.practice.root)).toEqual({ kind: 'wrong', because: 'wrong-signature' })
  })

  test('what its author says there in the own name needs no other signature, what others say does; it is theirs who signed it', async () => {
    const here = linde()
    using _practice = here.practice
    const { anja, tom } = here
    const eva = newcomer(here)
    const from = here.practice.folder.length
    const blurred = await bentBy(here, anja, rewritten(({ law }) => { for (const one of law) one[2] = one[2].replace(/^.{9}/, 'AAAAAAAAA') }))
    const read = (by: RealStation | null) => readContent(blurred.bytes, here.practice.root, by?.keys.device.id ?? null)
    expect([(await read(anja)).kind, (await read(tom)).kind, (await read(null)).kind]).toEqual(['read', 'wrong', 'wrong'])
    // Taken for Tom's: nobody says so but Anja.
    const honest = await snapshotBy(here, anja)
    const content = await readContent(honest.bytes, here.practice.root, tom.keys.device.id)
    const newest = here.practice.folder.slice(from).map((raw) => readMessage(raw))
    expect(content.kind === 'read' && await eva.register.startFrom({ content, bytes: honest.bytes }, newest)).toBeNull()
    expect(await begin(eva.register, here.practice, { bytes: honest.bytes, from })).not.toBeNull()
    eva.register[Symbol.dispose]()
  })

  test('what nobody signed is not kept for what the folder lacks, and its author is named', async () => {
    const here = linde()
    using _practice = here.practice
    const { anja, practice } = here
    said(anja, { kind: 'role-withdrawn', body: { person: 'tom', role: 'beheerder', cut: [] } })
    practice.deliver()
    const withdrawal = practice.folder.length - 1
    const eva = newcomer(here)
    const isWithdrawal = ([text]: Written['law'][number]): boolean => text.includes('role-withdrawn')
    const signed = await bentBy(here, anja, rewritten(({ law }) => { for (const one of law.filter(isWithdrawal)) one[2] = 'A'.repeat(86) }))
    const content = await readContent(signed.bytes, practice.root, anja.keys.device.id)
    if (content.kind !== 'read') throw new Error(content.because)
    expect(await eva.register.startFrom({ content, bytes: signed.bytes }, practice.folder.slice(-1).map((raw) => readMessage(raw)))).not.toBeNull()
    eva.register.take(practice.folder.filter((_, place) => place !== withdrawal))
    await eva.register.readToEnd()
    expect(eva.register.state().law.people.get('tom')?.roles.has('beheerder')).toBe(true)
    expect(disagrees(eva)).toBe(true)
    eva.register[Symbol.dispose]()
  })

  test('a manager who signs what is not so is named, to every manager and to who started from it; what was recorded counts', async () => {
    const here = linde()
    using _practice = here.practice
    // given: in Tom's state the message that Mia has is Anja's
    const eva = newcomer(here)
    const lie = await bentBy(here, here.tom, (text) => text.replaceAll('"person":"mia"', '"person":"anja"'))
    letIn(here, eva)
    expect(await begin(eva.register, here.practice, { bytes: lie.bytes, from: here.practice.folder.length - 2 })).not.toBeNull()
    expect(shown(eva)).not.toEqual(shown(here.anja))
    // when
    eva.register.take(here.practice.folder)
    for (const { register } of [eva, here.anja, here.mia]) await register.readToEnd()
    // then
    expect(shown(eva)).toEqual(shown(here.anja))
    expect([eva, here.anja, here.mia].map(disagrees)).toEqual([true, true, true])
    // A true one follows at once.
    expect(here.anja.register.isSnapshotDue()).toBe(true)
    expect(eva.register.problems().find(({ kind }) => kind === 'snapshot-disagrees')).toMatchObject({ event: { author: here.tom.keys.device.id, kind: 'snapshot' } })
    eva.register[Symbol.dispose]()
  })

  test('who leaves something out of the middle of the law is named once everything was read, a manager or one no longer; until then nothing is said of the law', async () => {
    for (const isFormer of [false, true]) {
      const here = linde()
      using _practice = here.practice
      const { anja, tom, mia, practice } = here
      // given: Mia's workstation is revoked, and Anja says something after it
      said(anja, { kind: 'device-revoked', body: { device: mia.keys.device.id, because: 'lost', cut: [] } })
      said(anja, { kind: 'private-agreed', body: { person: 'anja' } })
      practice.deliver()
      const eva = newcomer(here)
      if (isFormer) {
        const length = tom.register.state().chains.get(tom.keys.device.id)?.length ?? 0
        said(anja, { kind: 'role-withdrawn', body: { person: 'tom', role: 'beheerder', cut: [{ device: tom.keys.device.id, last: length, hash: tom.register.state().chains.get(tom.keys.device.id)?.head ?? null }] } })
      }
      const signed = await bentBy(here, tom, rewritten(({ law }) => { law.splice(law.findIndex(([text]) => text.includes('device-revoked')), 1) }), isFormer)
      // His withdrawal is not among the newest.
      const newest = practice.folder.map((raw) => readMessage(raw)).filter((read) => read.kind === 'signed' && read.signed.checked.event.kind === 'snapshot')
      const content = await readContent(signed.bytes, practice.root, tom.keys.device.id)
      expect(content.kind === 'read' && await eva.register.startFrom({ content, bytes: signed.bytes }, newest)).toBeTruthy()
      // then
      expect(eva.register.state().law.devices.get(mia.keys.device.id)?.revoked).toBeNull()
      expect([eva.register.isChecked(), eva.register.say([{ kind: 'private-agreed', body: { person: 'eva' } }]).kind]).toEqual([false, 'refused'])
      // when
      eva.register.take(practice.folder)
      await eva.register.readToEnd()
      // then
      expect([shown(eva), disagrees(eva)]).toEqual([shown(anja), true])
      expect(eva.register.problems().find(({ kind }) => kind === 'snapshot-disagrees')).toMatchObject({ event: { author: tom.keys.device.id } })
      eva.register[Symbol.dispose]()
    }
  })

  test('an old one that is put there again lets nobody in: their invitation is not in it', async () => {
    const here = linde()
    using _practice = here.practice
    const old = await snapshotBy(here, here.tom)
    const event = here.practice.folder.at(-1)!
    said(here.anja, { kind: 'role-withdrawn', body: { person: 'tom', role: 'beheerder', cut: [] } })
    const eva = newcomer(here)
    letIn(here, eva)
    here.practice.folder.push(event)
    expect(await begin(eva.register, here.practice, { bytes: old.bytes, from: here.practice.folder.length - 1 })).not.toBeNull()
    expect(isIn(eva)).toBe(false)
    // Nor by the last event alone: the ones before it are missing.
    eva.register.take(here.practice.folder.slice(-3))
    expect(isIn(eva)).toBe(false)
    eva.register.take(here.practice.folder)
    await eva.register.readToEnd()
    expect([isIn(eva), shown(eva)]).toEqual([true, shown(here.anja)])
    eva.register[Symbol.dispose]()
  })

  test('two at one place of a manager\'s chain: the fork is found when everything is read', async () => {
    const here = linde()
    using _practice = here.practice
    const eva = newcomer(here)
    const made = (await here.tom.register.toSign())!
    const one = forge(here.tom, { kind: 'snapshot', body: made.body })
    const other = forge(here.tom, { kind: 'snapshot', body: { ...made.body, heads: made.body.heads.slice(1) } })
    here.practice.folder.push(messageOf(one), messageOf(other))
    here.practice.deliver()
    await begin(eva.register, here.practice, { bytes: made.bytes, from: 0 })
    eva.register.take(here.practice.folder)
    await eva.register.readToEnd()
    expect(shown(eva)).toEqual(shown(here.anja))
    expect(eva.register.problems().map(({ kind }) => kind)).toContain('forked')
    eva.register[Symbol.dispose]()
  })

  test('events that went from the folder since are not undone by it: the law is kept with its signatures', async () => {
    const here = linde()
    using _practice = here.practice
    said(here.anja, { kind: 'role-withdrawn', body: { person: 'tom', role: 'beheerder', cut: [] } })
    here.practice.deliver()
    const withdrawal = here.practice.folder.length - 1
    const eva = newcomer(here)
    const signed = await snapshotBy(here, here.anja)
    expect(await begin(eva.register, here.practice, { bytes: signed.bytes, from: here.practice.folder.length - 1 })).not.toBeNull()
    eva.register.take(here.practice.folder.filter((_, place) => place !== withdrawal))
    await eva.register.readToEnd()
    expect(eva.register.state().law.people.get('tom')?.roles.has('beheerder')).toBe(false)
    expect([shown(eva), wasCompared(eva.db, eva.register.state().work.snapshot?.said.hash ?? '')]).toEqual([shown(here.anja), true])
    eva.register[Symbol.dispose]()
  })
})
