import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { JournalView } from '../../shared/contract/journal.ts'
import type { Proof } from '../../shared/contract/vault.ts'
import { entryOf, firstBreak } from '../audit/chain.ts'
import { lastFiled } from '../audit/filed.ts'
import { mailboxChecks } from '../audit/mailbox-checks.ts'
import { endsOf, namesIn } from '../audit/read-journal.ts'
import type { Vault } from '../vault/vault.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import { practiceLogOf, sharedOf } from './gathered-journal.ts'
import { record } from './journal.ts'
import { createJournalDesk, type JournalDesk, type OpenLog } from './journal-desk.ts'
import { journalReading } from './journal-reading.ts'
import { checksFrom } from './mailbox-checks-due.ts'
import type { Session } from './session.ts'

type JournalHandlers = Pick<Handlers, Extract<keyof Handlers, `journal.${string}`>>

interface Room { current: () => Session; vault: Vault; changes: Changes; onBug: OnBug; now: () => number; practice: () => string }

/** The journal on a screen: opened with a fresh proof, closed again by itself, and all of that told of in it (LOG-04). */
export function journalOperations({ current, vault, changes, onBug, now, practice }: Room): JournalHandlers {
  const isCurrent = (session: Session): boolean => {
    try {
      return current() === session
    } catch {
      return false
    }
  }
  const desk = createJournalDesk({ changes, now, onBug, isCurrent })
  /** Only while it is open, and never a moment longer; what a person does in it keeps it open. */
  const opened = <Result>(work: (log: OpenLog) => Result): Result | ReturnType<typeof refused<'log-closed'>> => {
    const log = desk.use(current())
    return log === null ? refused('log-closed') : work(log)
  }
  return {
    'journal.open': async ({ proof }) => {
      const fail = await open({ vault, desk }, current(), proof)
      return fail === null ? done({}) : refused(fail)
    },
    'journal.close': () => {
      desk.close('person')
      return done({})
    },
    'journal.view': () => {
      const log = desk.look(current())
      return done(log === null ? { kind: 'shut' } : viewOf(log, now()))
    },
    'journal.gather': ({ from }) => opened(async ({ session }) => {
      const fail = await session.gathering.begin(from)
      if (fail !== null) return refused(fail)
      // Before anything of it is seen (LOG-04); where it cannot be written nothing is.
      const written = session.journal.note({ class: 'log', detail: { change: 'opened', scope: 'practice', ...(from === null ? {} : { from }) } })
      if (written.kind === 'written') return done({})
      session.gathering.forget()
      return refused(written.because === 'disk-full' ? 'disk-full' : 'journal-unwritable')
    }),
    ...journalReading({ opened, isCurrent, isOpen: (log) => desk.look(log.session) === log, changes, now, practice }),
  }
}

/** Null: it is open now. What was shown wrongly is told of as well. */
async function open({ vault, desk }: { vault: Vault; desk: JournalDesk }, session: Session, proof: Proof) {
  const fail = await vault.prove('log', proof)
  if (fail !== null) {
    if (fail !== 'ticket-expired') session.journal.note({ class: 'log', outcome: 'refused', reason: fail, detail: { change: 'opened' } })
    return fail
  }
  record(session.journal, { class: 'log', detail: { change: 'opened' } })
  desk.open(session)
  return null
}

function viewOf({ session, closesAt, checked }: OpenLog, at: number): JournalView {
  const { db } = session
  const { persons, mailboxes } = namesIn(db)
  const { head, since } = endsOf(db)
  return {
    kind: 'open', closesAt, persons, mailboxes, head, since, chain: chainOf(checked, head?.sequence ?? 0), filedTo: lastFiled(db)?.to ?? null, practice: practiceLogOf(session, at),
    checks: checksFrom({ mailboxes: sharedOf(session, mailboxes), checks: mailboxChecks(db), since: since ?? at }),
  }
}

function chainOf({ done: looked, report }: OpenLog['checked'], all: number): JournalView['chain'] {
  if (report === null) return { kind: 'checking', done: Math.min(looked, all), all }
  const first = firstBreak(report)
  if (first === null) return { kind: 'holds', entries: report.entries }
  return { kind: 'broken', entries: report.entries, breaks: report.breaks.length, first: { sequence: entryOf(first), kind: first.kind } }
}
