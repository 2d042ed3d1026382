import type { AskFail } from '../../bridge/core.ts'
import type { ProviderChoice, Seen } from '../../../shared/contract/providers.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import type { FieldProblem } from './provider-form.ts'

/** A provider by its name; one that has none in the language of the screen. */
export const providerName = ({ id, name }: Pick<ProviderChoice, 'id' | 'name'>, t: Translate): string => (id === 'generic-nta' ? t('provider.another') : name)

/** What the reader of a test saw, as a choice and as a record. */
export const sawWords: Record<Seen, PlainTextKey> = {
  'code': 'provider.sawCode', 'direct': 'provider.sawDirect', 'no-code': 'provider.sawNoCode', 'ordinary': 'provider.sawOrdinary', 'nothing': 'provider.sawNothing',
}

/** What to do after a test that did not prove the settings. */
export const sawAdvice: Record<Seen, PlainTextKey> = {
  'code': 'provider.adviceCode', 'direct': 'provider.adviceDirect', 'no-code': 'provider.adviceNoCode', 'ordinary': 'provider.adviceOrdinary', 'nothing': 'provider.adviceNothing',
}

const usualFails = {
  'no-such-account': 'accounts.gone', 'keychain-unavailable': 'keychain.short', 'journal-unwritable': 'fail.journal', 'disk-full': 'advice.diskFull', 'locked': 'key.lockedAdvice',
  'bad-input': 'core.faultAdvice', 'not-allowed': 'fail.notAllowed', 'internal': 'core.faultAdvice', 'unreachable': 'core.silentAdvice', 'no-secret': 'provider.noSecret',
} as const satisfies Record<string, PlainTextKey>

export const keepFails: Record<AskFail<'providers.set'>, PlainTextKey> = usualFails
export const tryFails: Record<AskFail<'providers.tryLogin'>, PlainTextKey> = usualFails
export const testFails: Record<AskFail<'providers.sendTest'>, PlainTextKey> = {
  ...usualFails, 'not-an-address': 'provider.notAnAddress', 'not-a-mobile': 'provider.notAMobile', 'not-complete': 'provider.notComplete',
}
export const seenFails: Record<AskFail<'providers.recordSeen'>, PlainTextKey> = { ...usualFails, 'no-such-test': 'provider.testGone' }

/** `placeholder`: the sentence names where the number belongs; `names`: what was typed. */
export const fieldProblemWords = {
  'missing': 'provider.missing', 'host': 'provider.wrongHost', 'port': 'provider.wrongPort', 'name': 'provider.wrongName', 'text': 'provider.wrongText', 'limit': 'provider.wrongLimit',
} as const satisfies Partial<Record<FieldProblem, PlainTextKey>>
