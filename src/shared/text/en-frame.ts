import type { nlFrame } from './nl-frame.ts'
import type { TextTable } from './text.ts'

export const enFrame: TextTable<typeof nlFrame> = {
  'badge.pending': 'Not yet assessed',
  'badge.safe': 'Safe',
  'badge.internal': 'Internal',
  'badge.unsafe': 'Ordinary mail',
  'badge.unknown': 'Unknown',
  'badge.suspicious': 'Not confirmed',
  'badge.portalNotice': 'In portal',
  'badge.formMessage': 'Via form',

  'act.close': 'Close',
  'act.cancel': 'Cancel',
  'act.back': 'Back',
  'act.next': 'Continue',
  'act.retry': 'Try again',
  'act.save': 'Save',
  'act.remove': 'Remove',
  'act.change': 'Change',
  'act.undo': 'Undo',
  'state.loading': 'Loading',

  'key.ctrl': 'Ctrl',
  'key.shift': 'Shift',
  'key.alt': 'Alt',
  'key.enter': 'Enter',
  'key.escape': 'Esc',
  'key.delete': 'Del',
}
