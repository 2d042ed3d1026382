import { readEnvelope } from '../../../src/main/practice/line/envelope.ts'
import { readSigned, type SignedEvent } from '../../../src/main/practice/register/signed-event.ts'
import { deviceOf } from '../imap-desk.ts'
import type { Practice } from '../servers/practice.ts'
import type { Workstation } from './workstation.ts'

/** All that a person can see of the practice at this workstation and that a colleague must see alike. */
export async function shownPractice({ desk }: Workstation): Promise<unknown> {
  const [people, rules, mailboxes, grants, problems] = await Promise.all([
    desk.get('practice.people', {}), desk.get('practice.rules', {}), desk.get('practice.mailboxes', {}), desk.get('practice.grants', {}), desk.get('practice.problems', {}),
  ])
  return {
    people: people.map((one) => ({ ...one, devices: one.devices.map((device) => ({ ...device, isThis: null })) })), rules, described: mailboxes.described,
    grants: grants.map(({ grant, state }) => [grant.id, state]).sort(), problems: problems.map(({ name, person, event }) => `${name} ${String(person)} ${String(event)}`).sort(), claims: await claimsAt({ desk }),
  }
}

/** Who has what, by subject; what is only about the one who looks is left out. */
async function claimsAt({ desk }: Pick<Workstation, 'desk'>): Promise<unknown> {
  const folder = (await desk.get('folders.list', {})).find(({ path }) => path === 'Praktijk/info')
  if (folder === undefined) return 'closed'
  const { rows } = await desk.get('mail.rows', { folderId: folder.id, offset: 0, limit: 50 })
  const claims = await Promise.all(rows.map(async ({ id, subject, flagged }) => {
    const [claim] = await desk.get('claims.of', { messageIds: [id] })
    const history = await desk.get('claims.history', { messageId: id })
    return { subject, flagged, to: claim?.to === undefined || claim.to === null ? null : { id: claim.to.id, since: claim.to.since }, note: claim?.note ?? null, finished: claim?.finished ?? null, history: history.map(({ at, by, what, to }) => [at, by.id, what, to?.id ?? null]) }
  }))
  return claims.sort((one, other) => (one.subject < other.subject ? -1 : 1))
}

/** Every event that lies in the register's folder, read there by somebody who believes none of it. */
export async function eventsInFolder(practice: Practice, address: string): Promise<SignedEvent[]> {
  const device = await deviceOf(practice, address)
  try {
    const found = (await device.list()).find(({ path }) => path.endsWith('Praktijkpost-register'))
    await device.mailboxOpen(found?.path ?? '', { readOnly: true })
    const events = new Map<string, SignedEvent>()
    for await (const { source } of device.fetch('1:*', { source: true })) {
      const enclosed = readEnvelope(source ?? new Uint8Array())
      const read = enclosed.kind === 'event' ? readSigned(enclosed.body) : null
      if (read?.kind === 'signed') events.set(read.signed.checked.hash, read.signed)
    }
    return [...events.values()]
  } finally {
    await device.logout()
  }
}
