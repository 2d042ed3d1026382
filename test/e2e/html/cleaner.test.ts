import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBareBrowser } from '../browser.ts'
import type { Harness } from './harness.ts'
import { serveHarness, type HarnessPage } from './harness-page.ts'
import { leakTricks, trickGroups } from './leak-tricks.ts'
import { setTrap, type Trap } from './trap.ts'

declare global {
  interface Window { readonly harness: Harness }
}

let browser: Browser
let served: HarnessPage
let trap: Trap
let page: Page

beforeAll(async () => {
  [browser, served, trap] = await Promise.all([startBareBrowser(), serveHarness(), setTrap()])
  page = await browser.newPage()
  await page.goto(served.url)
})
afterAll(async () => {
  await browser.close()
  await served[Symbol.asyncDispose]()
  await trap[Symbol.asyncDispose]()
})

const clean = (html: string) => page.evaluate((given) => window.harness.clean(given), html)

/** Draws documents with nothing to hold them back: no sandbox, no policy, scripts on. */
const drawUnguarded = (documents: readonly string[]) => page.evaluate(async (given) => {
  const frames = given.map((text) => {
    const frame = document.createElement('iframe')
    frame.srcdoc = text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    return frame
  })
  const loaded = Promise.all(frames.map((frame) => new Promise((resolve) => { frame.addEventListener('load', resolve) })))
  document.body.append(...frames)
  await loaded
  await new Promise((resolve) => { setTimeout(resolve, 500) })
  for (const frame of frames) frame.remove()
}, documents)

describe('the trap', () => {
  test.each(Object.entries(trickGroups))('hears what an unprotected browser falls for: %s', async (_, group) => {
    // given
    await using open = await setTrap()
    const tricks = group(open.at).filter((trick) => trick.bites)
    // when
    await drawUnguarded(tricks.map((trick) => trick.html))
    // then
    const heard = open.heard.map(({ path }) => path)
    expect(tricks.map((trick) => trick.name).filter((name) => !heard.some((path) => path.startsWith(`/${name}`)))).toEqual([])
  })
})

describe('the cleaner by itself, without sandbox or policy', () => {
  test.each(Object.entries(trickGroups))('leaves nothing of %s that reaches out', async (_, group) => {
    // given
    await using quietTrap = await setTrap()
    const tricks = group(quietTrap.at)
    // when
    const mails = await Promise.all(tricks.map((trick) => clean(trick.html)))
    await drawUnguarded(mails.map((mail) => mail.document))
    // then
    expect(tricks.filter((__, index) => mails[index]?.quiet !== true).map((trick) => trick.name)).toEqual([])
    expect(quietTrap.heard.map(({ path }) => path)).toEqual([])
    expect(quietTrap.connections()).toBe(0)
    for (const mail of mails) expect(mail.css + mail.bodyStyle).not.toContain(quietTrap.host)
  })

  test('the outside world is named in words only: never in an attribute that does something', async () => {
    const cleaned = await clean(leakTricks(trap.at).map((trick) => `<div>${trick.html}</div>`).join('\n'))
    const named = await page.evaluate(({ body, host }) => {
      const read = new DOMParser().parseFromString(body, 'text/html')
      return [...read.querySelectorAll('*')].flatMap((element) => [...element.attributes])
        .filter(({ value }) => value.includes(host)).map((attribute) => attribute.name)
    }, { body: cleaned.body, host: trap.host })
    expect([...new Set(named)].filter((name) => name !== 'title' && name !== 'alt')).toEqual([])
  })
})

describe('marks of a search', () => {
  const marked = (html: string, ...words: string[]) => page.evaluate(([given, searched]) => window.harness.marked(given, searched), [html, words] as const)

  test('stand around the words and change nothing else', async () => {
    const mail = await marked('<p style="color:red">Graag de <b>Nierfunctie</b> en n&eacute;erslag <a href="https://a.test/nier">nier &lt;b&gt;</a></p><pre>\n\nnier</pre>', 'nier', 'neer')
    expect(mail.quiet).toBe(true)
    expect(mail.body).toContain('<b><span class="pp-found">Nier</span>functie</b> en <span class="pp-found">néer</span>slag')
    expect(mail.body).toContain('title="https://a.test/nier"><span class="pp-found">nier</span> &lt;b&gt;</a>')
  })

  test('open nothing that the cleaner closed, whatever is searched for', async () => {
    await using quietTrap = await setTrap()
    const tricks = leakTricks(quietTrap.at)
    const mails = await Promise.all(tricks.map((trick) => marked(trick.html, 'a', 'x', 'p', 'h', 's', 'i', 'b', 'svg', 'style', 'http', 'script', 'onerror', '1')))
    await drawUnguarded(mails.map((mail) => mail.document))
    expect(tricks.filter((_, index) => mails[index]?.quiet !== true).map((trick) => trick.name)).toEqual([])
    expect(quietTrap.heard.map(({ path }) => path)).toEqual([])
    expect(quietTrap.connections()).toBe(0)
  })

  test('are as many as anybody reads', async () => {
    const mail = await marked('<p>nier</p>'.repeat(2_000), 'nier')
    expect(mail.quiet).toBe(true)
    expect(mail.body.split('pp-found').length - 1).toBe(500)
  })
})

describe('the second opinion', () => {
  test('refuses what nobody cleaned', async () => {
    const bites = leakTricks(trap.at).filter((trick) => trick.bites)
    const refused = await page.evaluate((given) => given.map((html) => window.harness.isQuiet(html)), bites.map((trick) => trick.html))
    expect(bites.filter((_, index) => refused[index] !== false).map((trick) => trick.name)).toEqual([])
  })

  test.each([
    ['a foreign link', '<a href="https://a.test/">x</a>', ''],
    ['a picture from outside', '<img src="https://a.test/">', ''],
    ['a picture that is a document', '<img src="data:image/svg+xml;base64,AAAA">', ''],
    ['a style that fetches', '<p style="background:url(x)">x</p>', ''],
    ['an unknown element', '<p><x-y></x-y></p>', ''],
    ['a comment', '<p>x<!-- --></p>', ''],
    ['a text that reads differently the second time', '<p><table></table></p>', ''],
    ['a sheet that imports', '<p>x</p>', '@import "x";'],
    ['a style behind an escape', '<p style="background:u\\72l(x)">x</p>', ''],
    ['a sheet behind an escape', '<p>x</p>', '@media all{a{background:u\\72l(x)}}'],
    ['a sheet that ends itself', '<p>x</p>', 'a{}</style>'],
    ['a target without a link', '<a target="_top">x</a>', ''],
  ])('refuses %s', async (_, body, css) => {
    expect(await page.evaluate(([html, sheet]) => window.harness.isQuiet(html ?? '', sheet), [body, css])).toBe(false)
  })

  test('agrees with plain, well-formed mail', async () => {
    expect(await page.evaluate(() => window.harness.isQuiet('<p style="color:red">x <a href="http://localhost/#bericht-proef-0" target="_top" title="y">z</a></p>', '@media (max-width:600px){.sm\\:wide{color:red}}'))).toBe(true)
  })
})

describe('what a mail may keep', () => {
  test('its letters, tables, colours and its own pictures', async () => {
    const mail = await clean('<style>@media (max-width:600px){.k{width:100%!important}} .k{color:#123456}</style><body bgcolor="#eee"><table width="600"><tr><td class="k" style="padding:4px;color:rgb(1,2,3)"><b>Hallo</b> <img src="cid:logo@a" alt="logo"></td></tr></table></body>')
    expect(mail.quiet).toBe(true)
    expect(mail.body).toContain('<b>Hallo</b>')
    expect(mail.body).toContain('src="data:image/png;base64,')
    expect(mail.body).toContain('color:rgb(1, 2, 3)')
    expect(mail.css).toContain('@media (max-width: 600px){.k{width:100%!important}}')
    expect(mail).toMatchObject({ ownColours: true, leftOut: 0, bodyStyle: expect.stringContaining('background-color') as string })
  })

  test('a mail without colours of its own is drawn in ours', async () => {
    expect(await clean('<p>Geachte collega</p><p style="margin:0">x</p>')).toMatchObject({ ownColours: false, quiet: true })
  })

  test('a picture from outside leaves its words and its room, a reader counter nothing', async () => {
    const mail = await clean('<img src="https://a.test/x.jpg" alt="Foto" width="240" height="120"><img src="https://a.test/y.gif" width="1" height="1">')
    expect(mail.leftOut).toBe(2)
    expect(mail.body).toBe('<span class="pp-left-out" style="width:240px;height:120px">Foto</span>')
  })

  test('a link is a number, its real target a tooltip, and a false name is marked', async () => {
    const mail = await clean('<a href="https://evil.test/a?b#c" target=_blank onclick=x title="mijnbank.nl">www.mijnbank.nl</a> <a href="/x">y</a> <a href="mailto:a@b.test">schrijf</a>')
    expect(mail.links.map(({ target, pretends }) => [target.url, pretends])).toEqual([['https://evil.test/a?b#c', 'www.mijnbank.nl'], ['mailto:a@b.test', null]])
    expect(mail.body).toContain('<a href="http://localhost/#bericht-proef-0" target="_top" title="https://evil.test/a?b#c">www.mijnbank.nl</a><span class="pp-elsewhere">→ evil.test</span>')
    expect(mail.body).toContain('<a>y</a>')
  })

  test('a mail cannot wear our marks, hide them, or lie over the page', async () => {
    const mail = await clean('<style>.pp-elsewhere{display:none!important}p{position:fixed;inset:0;z-index:9;transform:scale(9);animation:x 1s}</style><p class="pp-elsewhere pp-left-out x" style="position:absolute;color:red!important">y</p>')
    expect(mail.body).toBe('<p class="x" style="color:red">y</p>')
    expect(mail.css).not.toMatch(/position|inset|z-index|transform|animation/)
    expect(mail.document).toMatch(/@layer guard,mail;[\s\S]*@layer mail\{\.pp-elsewhere/)
  })

  test.each([
    ['an empty mail', ''], ['only spaces', '  \n'], ['no markup at all', 'Hallo < daar & hier'], ['a line break at the start of pre', '<pre>\n\nx</pre>'],
    ['misnested elements', '<p><table><b><a href="https://a.test">x</p></a></b></table>'], ['a list in a paragraph', '<p><ul><li>x</p></ul>'],
    ['half a surrogate', '<p>\ud800</p>'], ['nested as deep as may be', '<b>'.repeat(3_000)],
    ['a long sheet', `<style>${'.a{color:red}'.repeat(20_000)}</style>x`],
  ])('%s ends as something that can be drawn', async (_, html) => {
    expect(await clean(html)).toMatchObject({ quiet: true })
  })

  test.each([
    ['an ordinary mail', '<p>x</p>', true], ['a hundred thousand elements', '<b>'.repeat(100_000), false], ['two million letters', 'x'.repeat(2_000_000), true],
  ])('whether %s is drawn', async (_, html, drawable) => {
    expect(await page.evaluate((given) => window.harness.isDrawable(given), html)).toBe(drawable)
  })
})
