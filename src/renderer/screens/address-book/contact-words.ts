import type { BookContact, ConsentScope } from '../../../shared/contract/address-book.ts'
import type { NtaStatus } from '../../../shared/norm/nta-status.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import type { IconName } from '../../parts/icons.tsx'

export const kindWords: Record<BookContact['kind'], PlainTextKey> = { person: 'book.kindPerson', professional: 'book.kindProfessional', unknown: 'book.kindUnknown' }
export const sourceWords: Record<BookContact['source'], PlainTextKey> = { own: 'book.sourceOwn', import: 'book.sourceImport', directory: 'book.sourceDirectory' }
export const scopeWords: Record<ConsentScope, PlainTextKey> = { logistic: 'book.consentLogistic', general: 'book.consentGeneral', both: 'book.consentBoth' }

/** Names of providers' networks (RT-05), as the provider profiles call them. */
export const communities: readonly { readonly id: string; readonly label: string }[] = [
  { id: 'zorgmail', label: 'ZorgMail' }, { id: 'e-zorg', label: 'E-Zorg' }, { id: 'zorgring-nhn', label: 'Zorgring Noord-Holland Noord' }, { id: 'zivver', label: 'Zivver' },
  { id: 'secumailer', label: 'SecuMailer' }, { id: 'smartlockr', label: 'SmartLockr' }, { id: 'cryptshare', label: 'Cryptshare' },
]
export const communityLabel = (id: string): string => communities.find((one) => one.id === id)?.label ?? id

const unsure: ReadonlySet<NtaStatus> = new Set(['lookupFailed', 'bogus', 'indeterminate'])

/** How a domain stands, in a word and a shape. Green is for received mail alone. */
export function domainLook(status: NtaStatus | null): { icon: IconName; tone: 'ready' | 'plain' | 'unsure' | 'alert'; word: PlainTextKey } {
  if (status === null) return { icon: 'pending', tone: 'unsure', word: 'book.domainPending' }
  if (status === 'ready') return { icon: 'check', tone: 'ready', word: 'book.domainReady' }
  if (status === 'noSuchDomain') return { icon: 'alert', tone: 'alert', word: 'book.domainGone' }
  return unsure.has(status) ? { icon: 'unknown', tone: 'unsure', word: 'book.domainUnsure' } : { icon: 'plain', tone: 'plain', word: 'book.domainNotReady' }
}

const fails: Readonly<Record<string, PlainTextKey>> = {
  'not-an-address': 'book.failAddress', 'not-a-mobile': 'book.failMobile', 'already-there': 'book.failThere', 'book-full': 'book.failFull', 'no-such-contact': 'book.gone',
  'not-a-patient': 'book.failPatient', 'no-consent': 'book.failConsent', 'journal-unwritable': 'book.failJournal', 'disk-full': 'fail.diskFull', 'locked': 'fail.locked',
  'unreachable': 'fail.unreachable',
}

/** Why an act on the book was not done, in one sentence. */
export const bookFail = (fail: string): PlainTextKey => fails[fail] ?? 'fail.internal'

export const nameOf = ({ name, address }: Pick<BookContact, 'name' | 'address'>): string => (name === '' ? address : name)
