import { htmlToText } from './html-to-text.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** A letter with a line of plain text above what was written in it. */
export const lineAbove = (line: string, html: string): string =>
  `<p><strong>${line.replace(/[&<>]/g, (letter) => ENTITIES[letter] ?? letter)}</strong></p>${htmlToText(html).trim() === '' ? '' : html}`
