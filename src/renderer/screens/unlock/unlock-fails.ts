import type { PlainTextKey } from '../../../shared/text/table.ts'
import type { CeremonyProblem } from '../../bridge/ceremony.ts'
import type { AskFail } from '../../bridge/core.ts'
import type { NoticeTone } from '../../parts/notice.tsx'

export type UnlockFail =
  | AskFail<'vault.beginUnlock'> | AskFail<'vault.finishUnlock'> | AskFail<'vault.unlockWithRecovery'>
  | AskFail<'vault.beginProof'> | AskFail<'vault.removeSlot'> | AskFail<'vault.renewRecovery'>
  | AskFail<'vault.beginEnrol'> | AskFail<'vault.finishEnrol'> | AskFail<'vault.confirmEnrol'> | AskFail<'journal.open'> | CeremonyProblem

interface FailLook { readonly tone: NoticeTone; readonly title: PlainTextKey; readonly advice: PlainTextKey }

const looks: Record<UnlockFail, FailLook> = {
  'cancelled': { tone: 'info', title: 'key.cancelled', advice: 'key.cancelledAdvice' },
  'known-device': { tone: 'info', title: 'key.known', advice: 'key.knownAdvice' },
  'already-enrolled': { tone: 'info', title: 'key.known', advice: 'key.knownAdvice' },
  'no-webauthn': { tone: 'alert', title: 'key.noWebauthn', advice: 'key.noWebauthnAdvice' },
  'device-failed': { tone: 'warn', title: 'key.device', advice: 'key.deviceAdvice' },
  'ticket-expired': { tone: 'info', title: 'key.expired', advice: 'key.expiredAdvice' },
  'ceremony-refused': { tone: 'alert', title: 'key.refused', advice: 'key.refusedAdvice' },
  'no-user-verification': { tone: 'warn', title: 'key.unverified', advice: 'key.unverifiedAdvice' },
  'proof-needed': { tone: 'info', title: 'key.proof', advice: 'key.proofAsk' },
  'no-such-slot': { tone: 'info', title: 'key.gone', advice: 'key.goneAdvice' },
  'last-authenticator': { tone: 'warn', title: 'key.last', advice: 'key.lastAdvice' },
  'unknown-authenticator': { tone: 'warn', title: 'key.unknown', advice: 'key.unknownAdvice' },
  'no-slots': { tone: 'warn', title: 'key.none', advice: 'key.noneAdvice' },
  'keychain-unavailable': { tone: 'alert', title: 'keychain.title', advice: 'keychain.short' },
  'wrong-key': { tone: 'alert', title: 'key.wrong', advice: 'key.wrongAdvice' },
  'wrong-code': { tone: 'warn', title: 'key.wrongCode', advice: 'key.wrongCodeAdvice' },
  'damaged-file': { tone: 'alert', title: 'damaged.title', advice: 'damaged.advice' },
  'damaged-copy': { tone: 'warn', title: 'copy.title', advice: 'copy.advice' },
  'in-use': { tone: 'info', title: 'inUse.title', advice: 'inUse.advice' },
  'newer-schema': { tone: 'alert', title: 'newer.title', advice: 'newer.advice' },
  'journal-unwritable': { tone: 'alert', title: 'journal.unwritable', advice: 'fail.journal' },
  'disk-full': { tone: 'alert', title: 'problem.diskFull', advice: 'key.diskFullAdvice' },
  'locked': { tone: 'info', title: 'key.locked', advice: 'key.lockedAdvice' },
  'not-allowed': { tone: 'warn', title: 'core.fault', advice: 'fail.notAllowed' },
  'bad-input': { tone: 'alert', title: 'core.fault', advice: 'core.faultAdvice' },
  'internal': { tone: 'alert', title: 'core.fault', advice: 'core.faultAdvice' },
  'unreachable': { tone: 'warn', title: 'core.silent', advice: 'core.silentAdvice' },
}

/** What to say when a key, a code or the vault said no, and what the person can do. */
export const failLook = (fail: UnlockFail): FailLook => looks[fail]
