import type { DirectoryProblem } from '../../../shared/contract/address-book.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { problemAdvice, problemWords } from '../frame/connection.ts'

/** What is wrong with a directory, in one sentence; of a connection in the words of all connections. */
export const directoryWords: Record<DirectoryProblem, PlainTextKey> = { ...problemWords, 'no-such-base': 'directory.noBase' }

/** What a person can do about it. */
export const directoryAdvice: Record<DirectoryProblem, PlainTextKey> = { ...problemAdvice, 'no-such-base': 'directory.noBaseAdvice', 'login-refused': 'directory.loginAdvice' }
