import type { Practice } from '../servers/practice.ts'
import { Workstation } from './workstation.ts'

export const ANJA = 'anja@delinde.test'
export const BAS = 'bas@delinde.test'
const DAY_MS = 24 * 60 * 60_000
const staff = { employed: true, kind: 'staff' as const, from: 0, until: null }
const everything = ['read', 'mark', 'file', 'delete', 'draft', 'send', 'claim'] as const

type Joining = { readonly name: string; readonly until?: number }

/** The manager's workstation, with a practice founded on it. */
export async function founded(practice: Practice): Promise<Workstation> {
  const manager = await Workstation.of(practice, ANJA)
  const { desk } = manager
  const [account] = await desk.get('accounts.list', {})
  await desk.get('practice.found', {
    accountId: account!.id, name: 'De Linde', members: [], person: { ...staff, name: 'Anja de Vries', function: 'huisarts', address: ANJA, rank: 1, clinician: true },
  })
  await desk.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step')
  return manager
}

/** Lets a workstation in: with an end date as a locum's, without one as a colleague's. Gives the person's id. */
export async function joined({ desk: manager }: Workstation, { desk, address }: Workstation, { name, until = 0 }: Joining): Promise<string> {
  const who = until === 0 ? { ...staff, function: 'assistent', rank: 5, clinician: false } : { ...staff, employed: false, kind: 'locum' as const, function: 'waarnemer', rank: 2, clinician: true, until }
  const { id } = await manager.get('practice.addPerson', { person: { ...who, name, address } })
  const { file } = await manager.get('practice.invite', { id, days: 3 })
  const [account] = await desk.get('accounts.list', {})
  await desk.get('practice.join', { code: file, accountId: account!.id, label: name })
  const [request] = await manager.until('practice.requests', {}, (requests) => requests.length === 1)
  await manager.get('practice.admit', { id: request!.id })
  await desk.until('practice.state', {}, (now) => now.kind === 'member')
  return id
}

/** The description of the practice's mailbox `info@`, for these people. */
export const infoFor = (people: readonly string[], change: { readonly purpose?: string } = {}) => ({
  id: 'info', address: 'info@delinde.test', name: 'De Linde', access: 'acl' as const, path: 'Praktijk/info', owner: people[0] ?? '', purpose: 'Vragen', strangersMayExpect: 'Antwoord',
  passesOn: 'de assistent', members: people.map((person) => ({ person, may: [...everything] })), reviewAt: Date.UTC(2027, 1, 1), ...change,
})

/** A cover of the one by the other for a day, without limits of age. */
export const coverFor = (giver: string, receiver: string, change: { readonly until?: number } = {}) => ({
  kind: 'cover' as const, giver, receiver, mailbox: giver, acts: ['read' as const], from: Date.now() - 60_000, until: Date.now() + DAY_MS, maxAgeDays: 7, careEpisodeOnly: false,
  reason: 'Vakantie', consent: '', writtenRequest: null, urgentFirst: true, ...change,
})
