/** The engine's own coder (ECMAScript 2026; in every browser and shell that we ship): a string loop would hold up the screen. */
interface NativeBase64 { fromBase64(text: string, options: { alphabet: 'base64url' }): Uint8Array<ArrayBuffer> }
interface NativeBytes { toBase64(options: { alphabet: 'base64url'; omitPadding: true }): string }

/** The bytes of a piece that came over the wire (RFC 4648 section 5). */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  (Uint8Array as unknown as NativeBase64).fromBase64(text, { alphabet: 'base64url' })

/** Bytes as the wire takes them. */
export const base64urlOf = (bytes: Uint8Array): string =>
  (bytes as unknown as NativeBytes).toBase64({ alphabet: 'base64url', omitPadding: true })
