/** What a link in a mail really does, for showing before anything is opened. */
export type LinkTarget =
  | { kind: 'web'; url: string; host: string; rest: string; secure: boolean }
  | { kind: 'mail'; address: string; url: string }

/** A link of a mail, with what its text made of it. */
export interface MailLink {
  target: LinkTarget
  /** The host that the text names, when it is not the one that the link goes to. */
  pretends: string | null
}

/**
 * Reads an href as the browser would; null: it opens nothing (relative, script, data, file, phone numbers, nonsense).
 * Hosts are given as A-labels (RFC 5890): a name in other letters that looks like a known one shows itself.
 */
export function linkTarget(href: string): LinkTarget | null {
  const text = href.replace(/[\p{Cc}\u200b\u2060\ufeff]/gu, '').trim()
  const url = URL.parse(/^[\\/]{2}/.test(text) ? `https:${text}` : text)
  if (url === null) return null
  if (url.protocol === 'mailto:') {
    const address = safeDecode(url.pathname).split(',')[0]?.trim() ?? ''
    return address.includes('@') ? { kind: 'mail', address, url: url.href } : null
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null
  return {
    kind: 'web', url: url.href, host: url.host, secure: url.protocol === 'https:',
    rest: `${url.pathname === '/' ? '' : url.pathname}${url.search}${url.hash}`,
  }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const NAMED_HOST = /(?:^|[\s(<"'/@])((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24})(?=$|[\s)>"'/:?#,;!]|\.(?:\s|$))[^\s<>"',;]*/giu

/** What is not seen, or seen as a full stop (UTS 46), as a reader sees it. */
const asSeen = (text: string): string => text.replace(/\p{Cf}/gu, '').replace(/[\u2024\u3002\uff0e\uff61]/g, '.').trim().slice(0, 2000)

/** A file name reads like a host; nobody is misled by `Brief.pdf`. */
const FILE_ENDING = /\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|txt|csv|jpe?g|png|gif|zip|html?|xml|eml|ics|vcf)$/i

const bareHost = (host: string): string => host.replace(/:\d+$/, '').replace(/^www\./, '')
const isSameSite = (one: string, other: string): boolean => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)

/** The host that the text promises when the link goes elsewhere; null when the text names none, or the same one. */
export function pretendedHost(text: string, target: LinkTarget): string | null {
  const real = target.kind === 'web' ? target.host : target.address.slice(target.address.lastIndexOf('@') + 1).toLowerCase()
  for (const [, named = ''] of asSeen(text).matchAll(NAMED_HOST)) {
    const claimed = FILE_ENDING.test(named) ? undefined : URL.parse(`https://${named}`)?.hostname
    if (claimed !== undefined && !isSameSite(bareHost(claimed), bareHost(real))) return claimed
  }
  return null
}

/** One line that says where a link goes, for a tooltip; never longer than a line or two. */
export const describeTarget = (target: LinkTarget): string => {
  const text = target.kind === 'web' ? target.url : target.address
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
