import type { Grant } from '../src/shared/practice/grant.ts'
import { DAY, grant, NOW, person, reference, sharedMailbox, World, type Workstation } from '../test/register/workstation.ts'

export const PEOPLE = 30

/** A practice of thirty people who claim, answer and finish messages; one event in fifty is about rights. */
export function years(count: number): World {
  const world = new World()
  const anja = world.found(person('p0', { rank: 1, clinician: true }))
  const stations: Workstation[] = [anja]
  for (let at = 1; at < PEOPLE; at++) stations.push(world.admit(anja, person(`p${String(at)}`, { rank: 2 + at % 4, clinician: at % 3 === 0 })))
  const everybody = Array.from({ length: PEOPLE }, (_, at) => ({ person: `p${String(at)}`, may: ['read' as const, 'claim' as const, 'send' as const] }))
  for (const name of ['info', 'balie', 'recepten']) anja.say('mailbox-described', { mailbox: sharedMailbox(name, everybody) })
  for (let at = 0; at < PEOPLE; at++) anja.say('private-agreed', { person: `p${String(at)}` })
  let clock = world.events.reduce((highest, { event }) => Math.max(highest, event.clock), 0)
  for (let at = 0; world.events.length < count; at++) {
    const who = Math.floor(at / 3) * 7 % PEOPLE
    const me = at % 50 === 0 ? anja : stations[who]!
    me.clock = clock++
    workOrRight(me, at, who)
  }
  return world
}

function workOrRight(me: Workstation, at: number, who: number): void {
  const which = Math.floor(at / 3)
  const message = { mailbox: ['info', 'balie', 'recepten'][which % 3]!, message: reference(String(which)) }
  if (at % 50 === 0) me.sayAlone('grant-given', { grant: grantOf(at) })
  else if (at % 3 === 1) me.sayAlone('answering', { ...message, until: NOW })
  else if (at % 3 === 0) me.sayAlone('claimed', { ...message, to: `p${String(who)}`, note: null })
  else me.sayAlone('finished', { ...message, how: 'answered' })
}

/** Cover of one for another, most of it long over. */
function grantOf(at: number): Grant {
  const giver = `p${String(Math.floor(at / 50) % PEOPLE)}`
  const until = NOW + DAY - (at % 150 === 0 ? 0 : at * 60_000)
  return grant(`g-${String(at)}`, { giver, mailbox: giver, receiver: `p${String((Math.floor(at / 50) * 7 + 1) % PEOPLE)}`, from: until - 5 * DAY, until })
}
