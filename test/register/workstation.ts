import { createHash } from 'node:crypto'
import { canonicalText } from '../../src/shared/practice/canonical.ts'
import type { BodyOf, CheckedEvent, EventKind } from '../../src/shared/practice/event.ts'
import type { Grant } from '../../src/shared/practice/grant.ts'
import type { Device, Person } from '../../src/shared/practice/person.ts'
import type { Sealed } from '../../src/shared/practice/plain-values.ts'
import { readEvent } from '../../src/shared/practice/read-event.ts'
import type { SharedMailbox } from '../../src/shared/practice/shared-mailbox.ts'

/** Workstations that write events for tests of the rules: real texts and hashes, no keys. What they claim can be bent to any lie. */

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
export const reference = (word: string): string => hashOf(`reference ${word}`)
export const NOW = Date.UTC(2026, 2, 2, 9)
export const DAY = 24 * 60 * 60_000
export const noSeal: Sealed = { ephemeral: 'A'.repeat(43), boxes: [] }

export const device = (label: string): Device => ({ id: hashOf(`device ${label}`), signKey: 'A'.repeat(43), sealKey: 'B'.repeat(43), label })

export const person = (id: string, change: Partial<Person> = {}): Person => ({
  id, name: `${id} de Vries`, function: 'assistent', address: `${id}@delinde.test`, rank: 5, employed: true, clinician: false, kind: 'staff', from: 0, until: null, ...change,
})

export const sharedMailbox = (id: string, members: SharedMailbox['members'], change: Partial<SharedMailbox> = {}): SharedMailbox => ({
  id, address: `${id}@delinde.test`, name: id, access: 'acl', path: `Praktijk/${id}`, owner: members[0]?.person ?? '', purpose: 'Vragen', strangersMayExpect: 'Antwoord binnen een dag',
  passesOn: 'de balie', members, reviewAt: NOW + 90 * DAY, ...change,
})

export const grant = (id: string, change: Partial<Grant>): Grant => ({
  id, kind: 'cover', giver: 'tom', receiver: 'mia', mailbox: change.giver ?? 'tom', acts: ['read'], from: NOW - DAY, until: NOW + DAY, maxAgeDays: null, careEpisodeOnly: false,
  reason: 'Vakantie', consent: '', writtenRequest: null, urgentFirst: false, ...change,
})

/** What a writer may claim otherwise than it is. */
export interface Lie { clock?: number; at?: number; sequence?: number; previous?: string | null; practice?: string | null; version?: number; author?: string }

export class Workstation {
  readonly device: Device
  private readonly world: World
  sequence = 0
  head: string | null = null
  clock = 0

  constructor(world: World, label: string) {
    this.world = world
    this.device = device(label)
  }

  /** Has seen everything that this one, and everything written so far, says; by default each event sees all before it. */
  see(...events: CheckedEvent[]): this {
    for (const { event } of events) this.clock = Math.max(this.clock, event.clock)
    return this
  }

  /** Writes the next event of its chain, without having looked at what others wrote meanwhile. */
  sayAlone<Kind extends EventKind>(kind: Kind, body: BodyOf<Kind>, lie: Lie = {}): CheckedEvent {
    const claimed = {
      version: 1, practice: this.world.root, author: this.device.id, sequence: this.sequence + 1, previous: this.head, clock: this.clock + 1, at: NOW, kind, body, ...lie,
    }
    const text = canonicalText(claimed)
    const read = readEvent(text)
    if (read.kind !== 'event') throw new Error(read.because)
    const checked = { hash: hashOf(text), event: read.event }
    this.sequence = claimed.sequence
    this.clock = claimed.clock
    this.head = checked.hash
    return this.world.add(checked)
  }

  say<Kind extends EventKind>(kind: Kind, body: BodyOf<Kind>, lie: Lie = {}): CheckedEvent {
    return this.see(...this.world.events).sayAlone(kind, body, lie)
  }

  /** What a withdrawal names as seen of another: by default everything that was written. */
  seen(of: Workstation, last = of.sequence): { device: string; last: number; hash: string | null } {
    const event = this.world.events.find(({ event }) => event.author === of.device.id && event.sequence === last)
    return { device: of.device.id, last, hash: event?.hash ?? null }
  }
}

export class World {
  readonly events: CheckedEvent[] = []
  root: string | null = null
  private invitations = 0

  add(checked: CheckedEvent): CheckedEvent {
    this.events.push(checked)
    return checked
  }

  workstation(label: string): Workstation {
    return new Workstation(this, label)
  }

  /** A practice with its founder, at a workstation that is admitted. */
  found(founder: Person, label = `${founder.id}-1`): Workstation {
    const first = this.workstation(label)
    const founding = first.sayAlone('founded', { name: 'De Linde', person: founder, device: first.device, reference: noSeal })
    this.root = founding.hash
    return first
  }

  /** Somebody new, invited and admitted by this manager. */
  admit(by: Workstation, who: Person, label = `${who.id}-1`): Workstation {
    by.say('person-added', { person: who })
    return this.another(by, who.id, label)
  }

  another(by: Workstation, who: string, label: string): Workstation {
    const joining = this.workstation(label)
    const id = `invitation-${String(++this.invitations)}`
    by.say('invitation-given', { invitation: { id, person: who, until: NOW + DAY, proofHash: hashOf(id) } })
    by.say('device-added', { person: who, device: joining.device, invitation: id, reference: noSeal })
    return joining
  }

  get pinned(): string {
    return this.root ?? ''
  }
}
