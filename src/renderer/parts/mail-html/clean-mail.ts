import DOMPurify, { type Config } from 'dompurify'
import { MAIL_MAX_TAGS } from '../../../shared/limits.ts'
import { parseInert } from '../trusted-html.ts'
import { allowedAttributes, allowedTags, inlinePicture } from './allowed.ts'
import { cleanInline, cleanSheet } from './clean-css.ts'
import { describeTarget, linkTarget, pretendedHost, type MailLink } from './link-target.ts'

/** A mail's HTML after cleaning: it names no address of the outside world at all. */
export interface CleanMail {
  body: string
  /** Style of the body element itself. */
  bodyStyle: string
  css: string
  /** By number: in the frame a link is only its number. */
  links: readonly MailLink[]
  /** Pictures left out because they would be fetched. */
  leftOut: number
  /** Has colours of its own: drawn on white paper in either theme. */
  ownColours: boolean
}

export interface CleanOptions {
  /** The picture that travels with the mail (RFC 2392), as a data URL; null: not there. */
  picture(contentId: string): string | null
  /** The harmless address that stands for link number so and so. */
  hrefOf(index: number): string
}

/** The classes of our own marks; a mail may not wear them. */
const GUARD_CLASS = /^pp-/

const strict = {
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  ALLOWED_TAGS: [...allowedTags],
  ALLOWED_ATTR: [...allowedAttributes],
  ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_SELF_CLOSE_IN_ATTR: false,
  SANITIZE_NAMED_PROPS: false,
} satisfies Config

/** One mail on its way through the cleaner. */
interface Work extends CleanOptions {
  links: MailLink[]
  leftOut: number
  ownColours: boolean
}

function cleanStyles(element: Element, work: Work): void {
  const style = element.getAttribute('style')
  if (style !== null) {
    const clean = cleanInline(style)
    work.ownColours ||= clean.colours
    if (clean.text === '') element.removeAttribute('style')
    else element.setAttribute('style', clean.text)
  }
  work.ownColours ||= element.hasAttribute('bgcolor') || element.hasAttribute('color')
  const classes = element.getAttribute('class')
  if (classes !== null) element.setAttribute('class', classes.split(/\s+/).filter((name) => !GUARD_CLASS.test(name)).join(' '))
}

function contentIdOf(src: string): string {
  const id = src.slice('cid:'.length)
  try {
    return decodeURIComponent(id).replace(/^<|>$/g, '')
  } catch {
    return id
  }
}

/** A picture stays when the mail carries it; what would be fetched leaves its words and its room behind, what counts readers nothing. */
function cleanPicture(image: Element, work: Work): void {
  const src = (image.getAttribute('src') ?? '').trim()
  const picture = /^cid:/i.test(src) ? work.picture(contentIdOf(src)) : src
  if (picture !== null && inlinePicture.test(picture)) {
    image.setAttribute('src', picture)
    return
  }
  if (picture !== null && !/^(?:data:|$)/i.test(picture)) work.leftOut++
  const [width, height] = [lengthOf(image, 'width'), lengthOf(image, 'height')]
  if ((width !== null && width < 4) || (height !== null && height < 4)) {
    image.remove()
    return
  }
  const room = image.ownerDocument.createElement('span')
  room.className = 'pp-left-out'
  room.textContent = image.getAttribute('alt') ?? ''
  const size = [width === null ? '' : `width:${width}px`, height === null ? '' : `height:${height}px`].filter((text) => text !== '')
  if (size.length > 0) room.setAttribute('style', size.join(';'))
  image.replaceWith(room)
}

/** Points, from the attribute; null when it is not a plain number of a believable size. */
function lengthOf(image: Element, name: 'width' | 'height'): number | null {
  const text = image.getAttribute(name) ?? ''
  return /^\d{1,4}(?:px)?$/.test(text) ? Math.min(Number.parseInt(text, 10), 1200) : null
}

/** A link keeps its words and gets a number; a name on it (an anchor) or a dead address makes it plain text. */
function cleanLink(link: Element, work: Work): void {
  const target = linkTarget(link.getAttribute('href') ?? '')
  link.removeAttribute('href')
  link.removeAttribute('title')
  if (target === null) return
  const pretends = pretendedHost(link.textContent, target)
  link.setAttribute('href', work.hrefOf(work.links.length))
  link.setAttribute('target', '_top')
  link.setAttribute('title', describeTarget(target))
  if (pretends !== null) {
    const mark = link.ownerDocument.createElement('span')
    mark.className = 'pp-elsewhere'
    mark.textContent = `→ ${target.kind === 'web' ? target.host : target.address}`
    link.after(mark)
  }
  work.links.push({ target, pretends })
}

/** Not only pictures: sheets and backgrounds fetch as well, and the person should know that something is missing. */
const namesBackground = (html: string): boolean => /(?:url\(\s*["']?|background\s*=\s*["']?)(?:https?:)?\/\//i.test(html)

/** Whether cleaning stays within what a person waits for: a mail made of nothing but tags would hold up the window. */
export function isDrawable(html: string): boolean {
  let tags = 0
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    tags++
    if (tags > MAIL_MAX_TAGS) return false
  }
  return true
}

/**
 * Cleans a mail's HTML: DOMPurify with a narrow list, then every style rebuilt from the browser's own reading of it, every picture
 * either carried by the mail or left out, every link turned into a number (design section 4). Nothing is fetched on the way: the
 * tree is inert. {@link isQuiet} checks the outcome independently.
 */
export function cleanMail(html: string, options: CleanOptions): CleanMail {
  const work: Work = { ...options, links: [], leftOut: 0, ownColours: false }
  const root = DOMPurify.sanitize(html, strict)
  const body = root instanceof HTMLElement ? root.querySelector('body') : null
  if (!(root instanceof HTMLElement) || body === null) return { body: '', bodyStyle: '', css: '', links: [], leftOut: 0, ownColours: false }
  const sheets = [...root.querySelectorAll('style')].map((element) => {
    element.remove()
    return cleanSheet(element.textContent)
  })
  for (const element of [body, ...body.querySelectorAll('*')]) cleanStyles(element, work)
  for (const image of body.querySelectorAll('img')) cleanPicture(image, work)
  for (const link of body.querySelectorAll('a')) cleanLink(link, work)
  if (work.leftOut === 0 && namesBackground(html)) work.leftOut = 1
  return {
    body: settled(body.innerHTML),
    bodyStyle: bodyStyleOf(body),
    css: sheets.map((sheet) => sheet.text).join('\n'),
    links: work.links,
    leftOut: work.leftOut,
    ownColours: work.ownColours || sheets.some((sheet) => sheet.colours),
  }
}

/** Writing and reading HTML is not always the same twice (misnested elements, a line break at the start of `pre`): until it is. */
function settled(html: string): string {
  let text = html
  for (let round = 0; round < 4; round++) {
    const read = parseInert(`<!doctype html><body>${text}`).body.innerHTML
    if (read === text) break
    text = read
  }
  return text
}

function bodyStyleOf(body: Element): string {
  const ground = cleanInline(`background-color:${body.getAttribute('bgcolor') ?? ''}`).text
  return [ground, body.getAttribute('style') ?? ''].filter((text) => text !== '').join(';')
}
