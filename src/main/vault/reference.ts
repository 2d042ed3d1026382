import { createHmac } from 'node:crypto'

/** HMAC-SHA256 of a text in hexadecimal digits: whoever lacks the key cannot tell, nor try out, what it stands for (RFC 2104). */
export const referenceOf = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text, 'utf8').digest('hex')
