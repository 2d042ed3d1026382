import { parseInert } from '../trusted-html.ts'
import { allowedAttributes, allowedTags, inlinePicture } from './allowed.ts'
import type { CleanMail } from './clean-mail.ts'

const HTML_NAMESPACE = 'http://www.w3.org/1999/xhtml'
const tags = new Set(allowedTags.filter((tag) => !['html', 'head', 'body', 'style'].includes(tag)))
const attributes = new Set([...allowedAttributes, 'target'])

/** Words that make a style fetch, run or take over the page, in any spelling that survives the browser's own parser. */
const LOUD_STYLE = /[<@]|url\(|image\(|image-set\(|cross-fade\(|src\(|element\(|paint\(|attr\(|var\(|env\(|expression|\/\*/i
/** Behind an escape a word may hide. In selectors they are common (`.sm\\:wide`), in what a rule says they have no place. */
const ESCAPED_DECLARATION = /\{[^{}]*\\/
const AT_MEDIA = /@media [a-z0-9\s():,.<>=%-]+\{/gi

const isQuietStyle = (style: string): boolean => !LOUD_STYLE.test(style) && !style.includes('\\')

function isQuietSheet(css: string): boolean {
  const rules = css.replace(AT_MEDIA, '')
  return !LOUD_STYLE.test(rules) && !ESCAPED_DECLARATION.test(rules)
}

const isQuietAttribute = (element: Element, { name, value }: Attr, hrefPrefix: string): boolean => {
  switch (name) {
    case 'src': return element.localName === 'img' && inlinePicture.test(value)
    case 'href': return element.localName === 'a' && value.startsWith(hrefPrefix) && /^\d+$/.test(value.slice(hrefPrefix.length))
    case 'target': return element.localName === 'a' && value === '_top' && element.hasAttribute('href')
    case 'style': return isQuietStyle(value)
    default: return attributes.has(name)
  }
}

const isQuietElement = (element: Element, hrefPrefix: string): boolean =>
  element.namespaceURI === HTML_NAMESPACE && tags.has(element.localName)
  && [...element.attributes].every((attribute) => isQuietAttribute(element, attribute, hrefPrefix))

/**
 * The second opinion on a cleaned mail, of a different make than the cleaner: reads the text anew, as the frame will, and agrees only
 * when that reading writes back to the very same text (what mutation attacks break), holds nothing but known elements, and names
 * no address except `hrefPrefix` and pictures in the mail itself. A mail that fails is shown as plain text.
 */
export function isQuiet(mail: CleanMail, hrefPrefix: string): boolean {
  if (!isQuietSheet(mail.css) || !isQuietStyle(mail.bodyStyle)) return false
  const read = parseInert(`<!doctype html><html><head></head><body>${mail.body}</body></html>`)
  if (read.head.childNodes.length > 0 || read.body.attributes.length > 0 || read.body.innerHTML !== mail.body) return false
  const nodes = read.createTreeWalker(read.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION)
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    if (!(node instanceof Element) || !isQuietElement(node, hrefPrefix)) return false
  }
  return true
}
