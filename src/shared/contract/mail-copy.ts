import { call } from './declare.ts'
import { nothing } from './values.ts'

export const copyOperations = {
  /**
   * After an unlocking that was refused with `damaged-copy`: the next one sets that copy of the mail aside and fetches the mail
   * from the servers again. Asks for no proof, since nothing happens before a key has opened the vault.
   */
  'copy.fetchAnew': call({ who: 'open', asks: 'nothing', input: nothing, output: nothing, fails: ['not-damaged'] }),
}
