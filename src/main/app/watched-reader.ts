import type { MailboxReader } from '../mailbox/mailbox.ts'
import { isDamaged } from '../store/store.ts'

/** The same reader; `onDamaged` hears of a question that met damaged pages, before the question fails. */
export const watchedReader = (reader: MailboxReader, onDamaged: () => void): MailboxReader => new Proxy(reader, {
  get(target, name) {
    const member: unknown = Reflect.get(target, name, target)
    if (typeof member !== 'function') return member
    return (...args: unknown[]): unknown => {
      try {
        return Reflect.apply(member, target, args)
      } catch (error) {
        if (isDamaged(error)) onDamaged()
        throw error
      }
    }
  },
})
