import type { nlSealed } from './nl-sealed.ts'
import type { TextTable } from './text.ts'

/** Shared mailboxes with a login of their own. */
export const enSealed: TextTable<typeof nlSealed> = {
  'boxes.accessHow': 'How is this mailbox opened?',
  'boxes.accessHint': 'Preferably with everybody’s own login. If your mail server cannot share a mailbox, Praktijkpost keeps the password sealed for those who may open it.',
  'boxes.login': 'Login of the mailbox',
  'boxes.loginAbout': 'You type the password once. It is tried, and nobody sees it after that.',
  'boxes.testAndKeep': 'Test and keep',
  'boxes.onlyHere': 'Who may read, send or delete here is kept by this program only: the server knows one login for everybody.',
  'boxes.passwordState': 'Password',
  'boxes.passwordNone': 'Not on this workstation yet',
  'boxes.passwordKeptState': 'Kept sealed for those who may open it',
  'boxes.passwordRefused': 'The mail server no longer takes this password.',
  'boxes.passwordToChange': 'Somebody who may no longer open it may still have this password. Change it at your mail provider and type it here.',
  'boxes.newPassword': 'New password',
  'boxes.newPasswordOf': 'New password for {name}',
  'boxes.newPasswordAbout': 'First change the password at your mail provider. Then type it here: colleagues who may open the mailbox get it by themselves.',
  'boxes.passwordKept': 'The new password is kept. Colleagues get it by themselves.',
  'practiceFail.loginTooLarge': 'Your practice’s certificate is too large to pass on. Ask your IT manager for a single CA certificate.',
}
