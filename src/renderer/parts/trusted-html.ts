/**
 * The page's one Trusted Types policy (`trusted-types praktijkpost` in the shells' policy). A name can be made only once, so whoever
 * parses or frames HTML takes it from here: two callers, the mail frame and the composer's paste, both after cleaning.
 */
interface HtmlPolicy { createHTML(html: string): unknown }
interface PolicyFactory { createPolicy(name: string, rules: { createHTML(html: string): string }): HtmlPolicy }

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
const policy = factory?.createPolicy('praktijkpost', { createHTML: (html) => html })

/** A TrustedHTML where the browser has them; the DOM's own types call it a string. */
export const trustedHtml = (html: string): string => (policy === undefined ? html : (policy.createHTML(html) as string))

/** An inert document: parsing runs no script and fetches nothing. */
export const parseInert = (html: string): Document => new DOMParser().parseFromString(trustedHtml(html), 'text/html')
