import { classAfter } from '../../../src/shared/norm/decision-trees.ts'
import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { Handlers } from '../../../src/shared/contract/contract.ts'
import { planOf } from './routes.ts'
import { readUpstream } from '../../../src/main/app/routing/look-ups.ts'
import { UNDO_SEND_MS } from '../../../src/shared/limits.ts'
import { deliveryHandlers } from './deliveries.ts'
import { detected, detectionHandlers } from './detecting.ts'
import { bookHandlers } from './book.ts'
import { budgetHandlers } from './budget.ts'
import { copyingHandlers } from './copying.ts'
import { deedHandlers } from './deeds.ts'
import type { FakeCore } from './fake-core.ts'
import { journalHandlers } from './journals.ts'
import { originOf } from './origins.ts'
import { claimHandlers, practiceHandlers } from './practice.ts'
import { providerHandlers } from './providers.ts'
import { folderIds } from './sample.ts'
import { storageHandlers } from './storage.ts'

type Some<Prefix extends string> = { [Name in keyof Handlers as Name extends `${Prefix}.${string}` ? Name : never]: Handlers[Name] }

const targets = { archive: folderIds.archive, trash: folderIds.trash, junk: folderIds.junk, inbox: folderIds.inbox }

/** Every operation of the contract; what no screen test needs says no in its own words. */
export const fakeHandlers = (core: FakeCore): Handlers => ({
  'copy.fetchAnew': () => refused('not-damaged'),
  ...storageHandlers(core), ...copyingHandlers(core), ...budgetHandlers(core),
  ...appHandlers(core), ...vaultHandlers(core), ...accountHandlers(core), ...mailHandlers(core), ...draftHandlers(core), ...sendHandlers(core), ...trustHandlers(core), ...providerHandlers(core), ...bookHandlers(core), ...detectionHandlers(core), ...deliveryHandlers(core), ...journalHandlers(core), ...practiceHandlers(core), ...claimHandlers(core), ...deedHandlers(core),
})

const appHandlers = (core: FakeCore): Some<'app'> & Some<'settings'> => ({
  'app.about': () => done({ version: '0.1.0', shell: 'loopback' as const, demo: null, platform: 'linux' as const }),
  'app.look': () => {
    const { theme, density, language, shortcuts } = core.settings
    return done({ theme, density, language, shortcuts })
  },
  'app.keptLog': () => done(core.keptLog),
  'app.status': () => done({ storedBytes: 48_000_000, disk: 'ok' as const, lastSyncedAt: core.now, clockBehindMs: core.clockBehindMs }),
  'settings.get': () => done(core.settings),
  'settings.set': (change) => {
    if (change.resolver !== undefined && readUpstream(change.resolver) === null) return refused('not-a-resolver')
    Object.assign(core.settings, change)
    core.settings = { ...core.settings }
    core.changed('settings')
    return done({})
  },
})

const trustHandlers = (core: FakeCore): Some<'trust'> => ({
  'trust.origin': ({ messageId }) => {
    const row = core.mailbox.find(messageId)?.row
    if (row === undefined) return refused('no-such-message')
    if (row.verdict === null || row.verdict === 'pending') return done({ kind: 'none' as const })
    return done(originOf(row.verdict, row.receivedAt, core.evidence))
  },
  'trust.receiving': () => done(core.receiving),
  'trust.setReceiving': ({ receiving }) => {
    core.receiving = receiving
    core.changed('accounts')
    return done({})
  },
})

const vaultHandlers = (core: FakeCore): Some<'vault'> => ({
  'vault.state': () => done({
    phase: core.unlocked ? 'unlocked' as const : 'locked' as const, keychain: 'system' as const, trouble: null,
    person: { name: 'Anja de Vries', practice: 'Huisartsenpraktijk De Linde' }, slots: [], idleLockMs: 900_000, lockedBecause: null,
  }),
  'vault.beginProof': () => refused('no-slots'),
  'vault.beginEnrol': () => refused('locked'),
  'vault.finishEnrol': () => refused('ticket-expired'),
  'vault.confirmEnrol': () => refused('ticket-expired'),
  'vault.beginUnlock': () => refused('no-slots'),
  'vault.finishUnlock': () => refused('ticket-expired'),
  'vault.unlockWithRecovery': () => refused('wrong-code'),
  'vault.lock': () => {
    core.unlocked = false
    core.tell({ kind: 'locked', because: 'person' })
    return done({})
  },
  'vault.touch': () => done({}),
  'vault.setIdleLock': () => done({}),
  'vault.removeSlot': () => refused('no-such-slot'),
  'vault.renewRecovery': () => refused('ticket-expired'),
})

/** A domain whose mail is elsewhere, as its unsigned zone says. */
const referred = {
  kind: 'found' as const, source: 'srv' as const, user: 'info@verwezen.test', caFile: null, provider: null, ownDomains: ['verwezen.test'],
  imap: { host: 'imap.mailhuis.test', port: 993, security: 'tls' as const }, smtp: { host: 'smtp.mailhuis.test', port: 465, security: 'tls' as const },
  unprovenHosts: ['imap.mailhuis.test', 'smtp.mailhuis.test'],
}

const accountHandlers = (core: FakeCore): Some<'accounts'> => ({
  'accounts.list': () => done(core.mailbox.accounts),
  'accounts.discover': ({ address }) => done(address.endsWith('@verwezen.test') ? referred : { kind: 'not-found' as const, ownDomains: [] }),
  'accounts.test': ({ settings }) => done(settings.imap.host === 'mail.delinde.test' ? { imap: { kind: 'ok' as const, tls: 'TLSv1.3' }, smtp: { kind: 'ok' as const, tls: 'TLSv1.3' } } : { imap: { kind: 'problem' as const, problem: 'offline' as const }, smtp: { kind: 'problem' as const, problem: 'offline' as const } }),
  'accounts.add': ({ settings }) => {
    const [first] = core.mailbox.accounts
    if (first === undefined || core.mailbox.accounts.some(({ address }) => address === settings.address)) return refused('already-there')
    const id = `account-${String(core.mailbox.accounts.length + 1)}`
    core.mailbox.accounts.push({ ...first, id, address: settings.address, displayName: settings.displayName })
    core.changed('accounts')
    return done({ id })
  },
  'accounts.changeSecret': () => refused('no-such-account'),
  'accounts.remove': () => refused('no-such-account'),
  'accounts.reconnect': () => done({}),
})

const mailHandlers = (core: FakeCore): Some<'mail'> & Some<'folders'> => {
  const box = core.mailbox
  const acted = (taskId: string) => {
    core.changed('messages', 'folders')
    return done({ taskId })
  }
  return {
    'folders.list': () => done(box.foldersNow()),
    'mail.rows': ({ folderId, offset, limit }) => {
      const list = box.list(folderId)
      return done({ total: list.length, rows: list.slice(offset, offset + limit).map((message) => box.rowOf(message)) })
    },
    'mail.position': ({ folderId, messageId }) => {
      const index = box.list(folderId).findIndex(({ row }) => row.id === messageId)
      return done({ offset: index === -1 ? null : index })
    },
    'mail.conversation': ({ messageId }) => {
      const message = box.find(messageId)
      return message === undefined ? refused('no-such-message') : done({ subject: message.row.subject, rows: box.conversation(message).map((one) => box.rowOf(one)) })
    },
    'mail.message': ({ messageId }) => {
      const message = box.find(messageId)
      return message === undefined ? refused('no-such-message') : done(box.read(message))
    },
    'mail.part': ({ messageId, partId, offset, limit }) => {
      const part = box.find(messageId)?.parts.find((one) => one.partId === partId)
      if (part === undefined) return refused('no-such-part')
      const piece = Buffer.from(part.bytes.subarray(offset, offset + limit))
      return done({ type: part.type, name: part.name, totalBytes: part.bytes.length, bytes: piece.toString('base64url') })
    },
    'mail.search': ({ text, folderId, offset, limit }) => {
      const found = box.search(text, folderId)
      return done({ total: found.length, more: false, rows: found.slice(offset, offset + limit).map((message) => box.rowOf(message)) })
    },
    'mail.flag': ({ messageIds, flag, on }) => acted(box.change(messageIds, (row) => { row[flag] = on })),
    'mail.move': ({ messageIds, to }) => acted(box.change(messageIds, (row) => { row.folderId = typeof to === 'number' ? to : targets[to] })),
    'mail.destroy': ({ messageIds }) => {
      box.destroy(messageIds)
      core.changed('messages', 'folders')
      return done({})
    },
    'mail.undo': ({ taskId }) => {
      const undo = box.tasks.get(taskId)
      if (undo === undefined) return refused('too-late')
      undo()
      core.changed('messages', 'folders')
      return done({})
    },
  }
}

const draftHandlers = (core: FakeCore): Some<'drafts'> => {
  const { desk, mailbox } = core
  return {
    'drafts.list': () => done([...desk.drafts.values()].map(({ quoteHtml: _, ...draft }) => draft)),
    'drafts.get': ({ id }) => {
      const draft = desk.drafts.get(id)
      return draft === undefined ? refused('no-such-draft') : done(draft)
    },
    'drafts.start': (input) => {
      const source = input.kind === 'new' ? undefined : mailbox.find(input.messageId)
      if (input.kind !== 'new' && source === undefined) return refused('no-such-message')
      const draft = desk.start(input, source)
      core.changed('drafts')
      return done(draft)
    },
    'drafts.save': ({ id, revision, fields }) => {
      const draft = desk.drafts.get(id)
      if (draft === undefined) return refused('no-such-draft')
      if (draft.revision !== revision) return refused('stale-revision')
      desk.drafts.set(id, { ...draft, revision: revision + 1, fields, savedAt: Date.now() })
      core.changed('drafts')
      return done({ revision: revision + 1, savedAt: Date.now() })
    },
    'drafts.classify': ({ id, answers }) => {
      const draft = desk.drafts.get(id)
      if (draft === undefined) return refused('no-such-draft')
      const { level } = detected(draft)
      if (level === 'possible') desk.answeredInDoubt.add(id)
      const messageClass = classAfter('unknown', answers, level)
      desk.drafts.set(id, { ...draft, messageClass })
      core.changed('drafts')
      return done({ messageClass })
    },
    'drafts.discard': ({ id }) => {
      const was = desk.drafts.delete(id)
      core.changed('drafts')
      return was ? done({}) : refused('no-such-draft')
    },
    'drafts.beginAttachment': ({ id, name, type, sizeBytes }) => {
      const draft = desk.drafts.get(id)
      if (draft === undefined) return refused('no-such-draft')
      const attachmentId = desk.id('bijlage')
      desk.drafts.set(id, { ...draft, attachments: [...draft.attachments, { id: attachmentId, name, type, sizeBytes, complete: false }] })
      return done({ attachmentId })
    },
    'drafts.addBytes': ({ id, attachmentId, offset, bytes }) => {
      const attachment = desk.drafts.get(id)?.attachments.find((one) => one.id === attachmentId)
      if (attachment === undefined) return refused('no-such-attachment')
      if ((desk.bytes.get(attachmentId) ?? 0) !== offset) return refused('out-of-order')
      const now = offset + Buffer.from(bytes, 'base64url').length
      desk.bytes.set(attachmentId, now)
      attachment.complete = now >= attachment.sizeBytes
      return done({ complete: attachment.complete })
    },
    'drafts.detach': ({ id, attachmentId }) => {
      const draft = desk.drafts.get(id)
      if (draft === undefined) return refused('no-such-draft')
      desk.drafts.set(id, { ...draft, attachments: draft.attachments.filter((one) => one.id !== attachmentId) })
      return done({})
    },
  }
}

const sendHandlers = (core: FakeCore): Some<'send'> & Some<'outbox'> => {
  const { desk } = core
  return {
    'send.senders': () => done([...core.mailbox.accounts.map(({ id, address, displayName }) => ({ kind: 'own' as const, mailbox: null, accountId: id, address, name: displayName, of: '' })), ...core.practice.senders]),
    'send.plan': ({ id, addresses, emailCodeReason, wish }) => {
      const draft = desk.drafts.get(id)
      return draft === undefined ? refused('no-such-draft') : done(planOf(core, draft, { addresses, emailCodeReason, wish }))
    },
    'send.confirm': ({ id, revision, emailCodeReason, wish }) => {
      const draft = desk.drafts.get(id)
      if (draft === undefined) return refused('no-such-draft')
      if (draft.revision !== revision) return refused('stale-revision')
      const all = [...draft.fields.to, ...draft.fields.cc, ...draft.fields.bcc].map(({ address }) => address)
      const undoUntil = Date.now() + UNDO_SEND_MS
      const outboxIds = desk.send(draft, planOf(core, draft, { addresses: all, emailCodeReason, wish }).routes, undoUntil)
      core.changed('drafts', 'outbox')
      const waits = planOf(core, draft, { addresses: all, emailCodeReason, wish }).routes.filter(({ route }) => route === 'hold' || route === 'refuse').length
      return done({ outboxIds, undoUntil, goes: all.length - waits, waits })
    },
    'outbox.list': () => done([...desk.outbox.values()].map(({ item }) => item)),
    'outbox.takeBack': ({ id }) => {
      const found = desk.outbox.get(id)
      if (found === undefined) return refused('no-such-item')
      for (const [other, { draft }] of desk.outbox) if (draft === found.draft) desk.outbox.delete(other)
      desk.drafts.set(found.draft.id, found.draft)
      core.changed('drafts', 'outbox')
      return done({ draftId: found.draft.id })
    },
    'outbox.askRemoval': ({ id }) => {
      const found = desk.outbox.get(id)
      if (found === undefined) return refused('no-such-item')
      const draft = { ...desk.start({ kind: 'new', accountId: null, to: found.item.to }, undefined), kind: 'removal-request' as const }
      desk.drafts.set(draft.id, draft)
      core.changed('drafts')
      return done({ draftId: draft.id })
    },
    'outbox.retryNow': ({ id }) => {
      const found = desk.outbox.get(id)
      if (found === undefined) return refused('no-such-item')
      found.item = { ...found.item, state: { kind: 'sending' } }
      core.changed('outbox')
      return done({})
    },
    'outbox.decideUnclear': ({ id, decision }) => {
      const found = desk.outbox.get(id)
      if (found === undefined) return refused('no-such-item')
      found.item = { ...found.item, state: decision === 'it-arrived' ? { kind: 'sent', at: Date.now() } : { kind: 'queued' } }
      core.changed('outbox')
      return done({})
    },
  }
}
