import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { Box, serverFolder } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'
import { DAY, grant, NOW, person, sharedMailbox, World } from '../../../test/register/workstation.ts'
import { foldRegister } from '../../shared/practice/fold.ts'
import type { Folder } from '../../shared/contract/mail.ts'
import type { PracticeRoom } from './practice/room.ts'
import { patientReference, rightsUnder, type Rights } from './practice/rights.ts'
import { searchMail } from './search-mail.ts'

const KEY = new Uint8Array(32).fill(5)
const PATIENTS = ['hennie@mailbox.test', 'selin@mailbox.test'] as const
const others = (path: string) => ({ ...serverFolder(path), shared: true })

/** Mia's mail, her team's, that of two colleagues with all that FM-06 and FM-08 part, and a folder that nobody described. */
function filledBox(): Box {
  const box = new Box()
  const folders = box.writer.replaceFolders('praktijk', [
    serverFolder('INBOX', 'inbox'), serverFolder('Privé'), others('Praktijk/info'), others('Gedeeld/tom@delinde.test'), others('Gedeeld/tom@delinde.test/Privé'),
    others('Gedeeld/bas@delinde.test'), others('Gedeeld/bas@delinde.test/Archief'), others('Elders/los'),
  ])
  const froms = ['Hennie <hennie@mailbox.test>', 'Selin <selin@mailbox.test>', 'Mia <mia@delinde.test>', 'Balie <balie@apotheek.test>']
  const subjects = ['Griepprik', 'Privé: griepprik', 'Knie links', 'Recept [persoonlijk]', 'Griep en recept']
  let uid = 0
  for (const { id } of folders) {
    const batch = [1, 6, 8, 300, 400].flatMap((age) => froms.map((from) => ({ from, age, subject: subjects[uid++ % subjects.length] ?? '' })))
    box.writer.addMessages(id, batch.map(({ from, age, subject }, index) => ({
      uid: index + 1, flags: index % 3 === 0 ? ['\\Seen'] : [], receivedAt: NOW - age * DAY - index * 1_000,
      raw: sampleMail({ from, subject, text: 'Graag de medicatie nakijken.' }),
    })))
  }
  return box
}

interface Policy {
  readonly grants: readonly { giver: 'tom' | 'bas'; maxAgeDays: number | null; careEpisodeOnly: boolean; acts: 'read' | 'file'; from: number; until: number }[]
  readonly isMember: boolean
  readonly current: readonly boolean[]
  readonly at: number | 'unknown'
  readonly hasKey: boolean
  readonly isEnded: boolean
}

const policies: fc.Arbitrary<Policy> = fc.record({
  grants: fc.array(fc.record({
    giver: fc.constantFrom('tom', 'bas'), maxAgeDays: fc.constantFrom(null, 1, 7, 365), careEpisodeOnly: fc.boolean(), acts: fc.constantFrom('read', 'read', 'read', 'file'),
    from: fc.constantFrom(-2, -1, 1), until: fc.constantFrom(0, 1, 3),
  }), { maxLength: 4 }),
  isMember: fc.boolean(), current: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }), at: fc.constantFrom<number | 'unknown'>(NOW, NOW, NOW, NOW + 2 * DAY, 'unknown'),
  hasKey: fc.boolean(), isEnded: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
})

function rightsOf({ grants, isMember, current, at, hasKey, isEnded }: Policy): Rights {
  const world = new World()
  const anja = world.found(person('anja', { rank: 1, clinician: true }))
  const [tom, mia] = [world.admit(anja, person('tom', { rank: 2, clinician: true })), world.admit(anja, person('mia', { rank: 5, clinician: true }))]
  world.admit(anja, person('bas', { rank: 2, clinician: true }))
  for (const one of ['anja', 'tom', 'mia', 'bas']) anja.say('private-agreed', { person: one })
  anja.say('mailbox-described', { mailbox: sharedMailbox('info', [{ person: 'anja', may: ['read'] }, ...(isMember ? [{ person: 'mia', may: ['read' as const] }] : [])]) })
  grants.forEach(({ acts, from, until, ...limits }, index) => {
    anja.say('grant-given', { grant: grant(`g${String(index)}`, { ...limits, acts: [acts], from: NOW + from * DAY, until: NOW + until * DAY + 1 }) })
  })
  PATIENTS.forEach((address, index) => { tom.say('care-episode', { patient: patientReference(KEY, address), clinician: 'tom', current: current[index] === true }) })
  if (isEnded) anja.say('person-ended', { person: 'mia', until: NOW, cut: [anja.seen(mia)] })
  const state = foldRegister(world.events, world.pinned)
  return rightsUnder(() => ({ state, reader: { person: 'mia', device: mia.device.id, at, least: at === 'unknown' ? 0 : at, referenceKey: hasKey ? KEY : null } }))
}

interface Known { readonly id: number; readonly folder: Folder; readonly words: string; readonly seen: boolean; readonly isReadable: (rights: Rights) => boolean }

function everything(box: Box): Known[] {
  return box.reader.folders().flatMap((folder) => (box.reader.rows(folder.id, { offset: 0, limit: 200 })?.rows ?? []).map(({ id, seen }) => {
    const header = box.reader.header(id)!
    return {
      id, folder, seen, words: `${header.subject} ${header.from[0]?.name ?? ''} medicatie`.toLowerCase(),
      isReadable: (rights: Rights) => rights.askFolder('read', folder).allowed && rights.askMessage('read', { ...header, folder }).allowed,
    }
  }))
}

const searches: readonly (readonly [string, (message: Known) => boolean])[] = [
  ['griep', ({ words }) => words.includes('griep')], ['griep ', ({ words }) => /\bgriep\b/.test(words)], ['"knie links"', ({ words }) => words.includes('knie')],
  ['medicatie recept', ({ words }) => words.includes('recept')], ['van:hennie', ({ words }) => words.includes('hennie')], ['is:ongelezen prive', ({ words, seen }) => !seen && words.includes('privé')],
  ['-griepprik', ({ words }) => !words.includes('griepprik')], ['is:gelezen', ({ seen }) => seen], ['medicatie -griep', ({ words }) => !/\bgriep\b/.test(words)],
]

describe('under the reading policy of a practice', () => {
  const box = filledBox()
  afterAll(() => box[Symbol.dispose]())
  const all = everything(box)
  const session = (rights: Rights) => ({ reader: box.reader, practice: { home: () => ({}), rights } as unknown as PracticeRoom })

  test('exactly what may be read and matches is found and counted, whatever was granted', () => {
    let [kept, found] = [0, 0]
    fc.assert(fc.property(policies, fc.constantFrom(...searches), fc.boolean(), (policy, [text, matches], isInFolder) => {
      const rights = rightsOf(policy)
      const folderId = isInFolder ? all[all.length >> 1]?.folder.id ?? null : null
      const matching = all.filter((message) => matches(message) && (folderId === null || message.folder.id === folderId))
      const wanted = matching.filter(({ isReadable }) => isReadable(rights)).map(({ id }) => id).sort((one, other) => other - one)
      const answer = searchMail(session(rights), { text, folderId, offset: 0, limit: 200 })
      expect(answer.rows.map(({ id }) => id)).toEqual(wanted)
      expect(answer).toMatchObject({ total: wanted.length, more: false })
      // Windows of it fit together, so that no page is short of what was left out.
      expect(searchMail(session(rights), { text, folderId, offset: 3, limit: 4 }).rows.map(({ id }) => id)).toEqual(wanted.slice(3, 7))
      kept += matching.length - wanted.length
      found += wanted.length
    }), { numRuns: 60 })
    // It was about something.
    expect(Math.min(kept, found)).toBeGreaterThan(0)
  })

  test('FM-06, FM-08: a cover for a week finds neither what is older nor what is private, and the number does not tell of it', () => {
    const rights = rightsOf({ grants: [{ giver: 'tom', maxAgeDays: 7, careEpisodeOnly: false, acts: 'read', from: -1, until: 1 }], isMember: false, current: [false, false], at: NOW, hasKey: true, isEnded: false })
    const tom = box.reader.folders().filter(({ path }) => path.startsWith('Gedeeld/tom'))
    const found = tom.flatMap(({ id }) => searchMail(session(rights), { text: 'medicatie', folderId: id, offset: 0, limit: 200 }).rows)
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(({ subject, receivedAt, from }) => /priv|persoonlijk/i.test(subject) || (receivedAt < NOW - 7 * DAY && from.address !== 'mia@delinde.test'))).toEqual([])
    for (const { id } of tom) expect(searchMail(session(rights), { text: 'priv', folderId: id, offset: 0, limit: 0 })).toMatchObject({ total: 0, more: false })
  })

  test('without a practice the copy is the person\'s own', () => {
    const practice = { home: () => null } as unknown as PracticeRoom
    expect(searchMail({ reader: box.reader, practice }, { text: 'medicatie', folderId: null, offset: 0, limit: 1 }).total).toBe(all.length)
  })
})
