import type { MimePart, PartRole } from './part.ts'

type Assigned = MimePart & { role: PartRole }

/** Signatures and delivery reports are about the message, not in it: no paper clip for them. */
const ABOUT_THE_MESSAGE = new Set([
  'application/pkcs7-signature', 'application/x-pkcs7-signature', 'application/pgp-signature',
  'message/delivery-status', 'message/disposition-notification', 'text/rfc822-headers',
])

/** Whether a list of messages should show a paper clip for this part. */
export const isPaperClip = (part: MimePart): boolean => part.role === 'attached' && !ABOUT_THE_MESSAGE.has(part.type)

/** Whether an ancestor of the part is of this type. */
function isWithin(parts: readonly MimePart[], part: MimePart, type: string): boolean {
  for (let above = parts[part.parent]; above !== undefined; above = parts[above.parent]) if (above.type === type) return true
  return false
}

function roleOf(parts: readonly MimePart[], part: MimePart, hasBody: boolean): PartRole {
  const isText = part.type === 'text/plain' || part.type === 'text/html'
  if (isText && part.disposition !== 'attachment') {
    // A named text after the message itself is a file that its sender's client happened to draw in place.
    if (part.fileName === null || !hasBody) return part.type === 'text/html' ? 'html' : 'text'
    return 'attached'
  }
  if (part.disposition === 'attachment' || part.contentId === null || !part.type.startsWith('image/')) return 'attached'
  return part.disposition === 'inline' || isWithin(parts, part, 'multipart/related') ? 'inline' : 'attached'
}

/** Forms of a message that no client but the sender's own shows, such as AMP: they repeat what the others say. */
const isSpareForm = (part: MimePart): boolean =>
  part.role === 'attached' && part.disposition === '' && part.fileName === null && part.type.startsWith('text/') && part.type !== 'text/calendar'

/** Gives every leaf its role: the one place where it is decided what is text and what is an attachment. */
export function assignRoles(parts: readonly Assigned[]): void {
  let hasBody = false
  for (const part of parts) {
    if (part.role !== 'container' && !part.type.startsWith('multipart/')) part.role = roleOf(parts, part, hasBody)
    hasBody ||= part.role === 'text' || part.role === 'html'
  }
  for (const part of parts) {
    if (parts[part.parent]?.type === 'multipart/alternative' && isSpareForm(part)) part.role = 'unshown'
  }
}
