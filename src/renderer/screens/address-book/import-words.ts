import type { ImportRow } from '../../../shared/contract/address-book.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { bookFail } from './contact-words.ts'

export const importReasons: Record<NonNullable<ImportRow['because']>, PlainTextKey> = {
  'no-address': 'import.noAddress', 'not-an-address': 'import.notAnAddress', 'garbled': 'import.garbled', 'old-version': 'import.oldVersion', 'book-full': 'import.bookFull',
}
export const importNotes: Record<NonNullable<ImportRow['note']>, PlainTextKey> = { 'no-mobile': 'import.noMobile', 'keeps-number': 'import.keepsNumber' }

const fails: Readonly<Record<string, PlainTextKey>> = {
  'too-large': 'import.failTooLarge', 'empty': 'import.failEmpty', 'no-columns': 'import.failColumns', 'not-contacts': 'import.failNotContacts', 'took-too-long': 'import.failTooLong',
  'no-such-import': 'import.failGone', 'out-of-order': 'import.failGone', 'file-unreadable': 'fail.fileUnreadable',
}

/** Why a file was not taken in, in one sentence. */
export const importFail = (fail: string): PlainTextKey => fails[fail] ?? bookFail(fail)
