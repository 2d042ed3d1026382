/** What is sent of a command, in turns: each part but the first when the server says that it may come. */
export type CommandParts = readonly [string, ...string[]]

/** A command with strings as its arguments, quoted where that can be and as literals where it cannot (RFC 9051 section 4.3). */
export function commandWith(verb: string, ...strings: readonly string[]): CommandParts {
  const parts: [string, ...string[]] = [verb]
  const append = (text: string): void => { parts.push(`${parts.pop() ?? ''} ${text}`) }
  for (const text of strings) {
    if (/^[\x20-\x7e]*$/.test(text)) {
      append(`"${text.replace(/["\\]/g, '\\$&')}"`)
    } else {
      append(`{${Buffer.byteLength(text)}}`)
      parts.push(text)
    }
  }
  return parts
}
