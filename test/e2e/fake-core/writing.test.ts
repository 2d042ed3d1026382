import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFindings } from '../accessibility.ts'
import { until } from '../patience.ts'
import type { FakeCore } from './fake-core.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(async () => { await stage[Symbol.asyncDispose]() })

const letter = (page: Page) => page.getByRole('textbox', { name: 'Tekst van het bericht' })
const kept = (core: FakeCore) => [...core.desk.drafts.values()][0]
const to = (page: Page) => page.getByRole('combobox', { name: 'Aan' })
const compose = async (page: Page): Promise<void> => {
  await page.keyboard.press('c')
  await letter(page).waitFor()
}

describe('a draft', () => {
  test('is kept at a pause and says when', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    await letter(page).fill('Beste Bas, kun jij dinsdag ruilen?')
    await page.getByText(/Concept bewaard \d\d:\d\d/).waitFor()
    expect(kept(core)?.fields.html).toBe('<p>Beste Bas, kun jij dinsdag ruilen?</p>')
    expect(kept(core)?.revision).toBeGreaterThan(0)
  })

  test('that cannot be kept says so, keeps trying, and loses nothing', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    core.refusals.set('drafts.save', 'disk-full')
    await letter(page).fill('Belangrijk')
    await page.getByText('Nog niet bewaard, we blijven het proberen.').first().waitFor()
    core.refusals.clear()
    await page.getByText(/Concept bewaard/).waitFor()
    expect(kept(core)?.fields.html).toBe('<p>Belangrijk</p>')
  })

  test('that was changed elsewhere is not overwritten until the person chooses', async () => {
    // given
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    await letter(page).fill('van hier')
    await page.getByText(/Concept bewaard/).waitFor()
    const draft = kept(core)
    if (draft === undefined) throw new Error('no draft')
    core.desk.drafts.set(draft.id, { ...draft, revision: draft.revision + 5, fields: { ...draft.fields, html: '<p>van elders</p>' } })
    // when
    await letter(page).press('End')
    await page.keyboard.type(' en meer')
    // then
    await page.getByText('Dit concept is in een ander venster gewijzigd').waitFor()
    expect(kept(core)?.fields.html).toBe('<p>van elders</p>')
    await page.getByRole('button', { name: 'Bewaar deze tekst' }).click()
    await until('mine to be kept', () => kept(core)?.fields.html, (html) => html === '<p>van hier en meer</p>')
  })

  test('that is thrown away can come back; an empty one leaves no trace', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    await page.getByRole('button', { name: 'Bewaar en sluit', exact: true }).click()
    await until('nothing to be left', () => core.desk.drafts.size, (size) => size === 0)
    await compose(page)
    await letter(page).fill('toch bewaren')
    await page.getByRole('button', { name: 'Weggooien' }).click()
    await page.getByRole('button', { name: 'Ongedaan maken' }).click()
    await letter(page).getByText('toch bewaren').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /Concepten/ }).click()
    await page.getByRole('button', { name: /toch bewaren/ }).click()
    await letter(page).waitFor()
  })
})

describe('recipients', () => {
  test('each chip says what happens with its copy, and the button adds it up', async () => {
    // given
    await using client = await stage.open()
    const { page } = client
    await compose(page)
    const send = page.locator('.send-acts .button-primary')
    // when
    await to(page).pressSequentially('bas@delinde.test,')
    await page.locator('[data-route=community]').waitFor()
    expect(await send.textContent()).toBe('Verstuur veilig')
    await to(page).pressSequentially('balie@apotheekzuid.test; ')
    // then
    await page.locator('[data-route=refuse]').getByText('Nog geen veilige route').waitFor()
    await until('the button', () => send.textContent(), (words) => words === 'Verstuur; 1 wacht')
    await page.keyboard.type('geenadres,')
    await page.locator('[data-route=refuse]').getByText('Klopt niet').waitFor()
    await send.click()
    await page.getByText('1 adres klopt niet.').waitFor()
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Delete')
    expect(await page.locator('.chip').count()).toBe(2)
  })

  test('several pasted at once become several chips; a suggestion is taken only when it is chosen', async () => {
    await using client = await stage.open()
    const { page } = client
    await compose(page)
    await to(page).evaluate((field) => {
      const data = new DataTransfer()
      data.setData('text/plain', 'Bas Jansen <bas@delinde.test>; mia@delinde.test\n')
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    expect(await page.locator('.chip').count()).toBe(2)
    await to(page).pressSequentially('zui')
    await page.getByRole('option', { name: /Apotheek Zuid/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('.chip').getByText('Apotheek Zuid').waitFor()
    expect(await page.locator('.chip').count()).toBe(3)
  })
})

describe('sending', () => {
  test('Ctrl Enter from the letter; ten seconds to take it back, as the draft it was', async () => {
    // given
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    await to(page).pressSequentially('bas@delinde.test,')
    await page.getByRole('textbox', { name: 'Onderwerp' }).fill('Rooster')
    await letter(page).fill('Dinsdag')
    // when
    await page.keyboard.press('Control+Enter')
    // then
    await page.locator('.offer').getByText(/Verstuurd over \d+ s/).waitFor()
    expect([...core.desk.outbox.values()].map(({ item }) => [item.subject, item.state.kind])).toEqual([['Rooster', 'undo']])
    await page.getByRole('button', { name: 'Ongedaan maken' }).click()
    await letter(page).getByText('Dinsdag').waitFor()
    expect(core.desk.outbox.size).toBe(0)
  })

  test('waits for the attachments, hints at what is forgotten, and names why it does not go', async () => {
    // given
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    await letter(page).fill('Zie de bijlage.')
    await page.getByText('Je noemt een bijlage, maar er is er geen.').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Vul eerst een ontvanger in.').waitFor()
    await to(page).pressSequentially('bas@delinde.test,')
    // when
    const { promise: taken, resolve: take } = Promise.withResolvers<undefined>()
    core.held.set('drafts.addBytes', taken)
    await page.setInputFiles('input[type=file]', [
      { name: 'Brief.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(1_300_000, 1) }, { name: 'leeg.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    ])
    await page.getByRole('progressbar', { name: 'Brief.pdf wordt toegevoegd' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Een bijlage is nog niet helemaal toegevoegd.').waitFor()
    take(undefined)
    // then
    await until('both to be there', () => kept(core)?.attachments.map(({ complete }) => complete), (all) => all?.join() === 'true,true')
    expect([...core.desk.bytes.values()]).toEqual([1_300_000, 0])
    core.refusals.set('send.confirm', 'journal-unwritable')
    await page.getByRole('progressbar').first().waitFor({ state: 'detached' })
    await page.keyboard.press('Control+Enter')
    await page.getByText('Zonder logboek openen, verwijderen en versturen we niets.').waitFor()
    await page.getByRole('button', { name: 'Bijlage leeg.txt weghalen' }).click()
    await until('one to be gone', () => kept(core)?.attachments.length, (count) => count === 1)
  })

  test('an answer opens on its text, with the original folded below', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await letter(page).waitFor()
    await until('the letter to have the focus', () => letter(page).evaluate((element) => element === document.activeElement), (is) => is)
    await page.getByRole('button', { name: 'Oorspronkelijk bericht' }).click()
    await page.frameLocator('.quoted iframe').getByText('Bij mevrouw Van Dijk').waitFor({ state: 'attached' })
    expect(kept(core)?.fields.subject).toBe('Re: Overleg dosering metoprolol')
    expect(client.complaints).toEqual([])
  })
})

describe('the letter', () => {
  test('takes over what is pasted as plain, clean text with its marks', async () => {
    // given
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    // when
    await letter(page).evaluate((field) => {
      field.focus()
      const data = new DataTransfer()
      data.setData('text/html', '<meta charset=utf-8><h1 style="color:red" onclick="x()">Kop</h1><p><b>vet</b> <a href="javascript:alert(1)">slecht</a> <a href="https://a.test/">goed</a><img src="https://a.test/x.png"><script>1</script></p><ul><li>een</li></ul>')
      data.setData('text/plain', 'Kop')
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    // then
    await until('it to be kept', () => kept(core)?.fields.html, (html) => html?.includes('goed') === true)
    const html = kept(core)?.fields.html ?? ''
    expect(html).toContain('<strong>vet</strong>')
    expect(html).toContain('<a href="https://a.test/">goed</a>')
    expect(html).not.toMatch(/javascript|script|img|style|onclick|h1/)
    expect(client.strayRequests).toEqual([])
  })

  test('a pasted picture becomes an attachment', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    await letter(page).evaluate((field) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array([1, 2, 3])], 'foto.png', { type: 'image/png' }))
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await until('it to be attached', () => kept(core)?.attachments.map(({ name, complete }) => [name, complete].join()), (all) => all?.[0] === 'foto.png,true')
  })

  test('is marked up from the keyboard through one toolbar', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(page)
    await letter(page).click()
    await page.keyboard.press('Control+b')
    await page.keyboard.type('vet')
    await until('it to be bold', () => kept(core)?.fields.html, (html) => html === '<p><strong>vet</strong></p>')
    expect(await page.getByRole('button', { name: 'Vet' }).getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('button', { name: 'Vet' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Cursief')
  })
})

describe('the outbox', () => {
  test('says of each what happens, and lets a person decide', async () => {
    // given
    await using client = await stage.open()
    const { page, core } = client
    const draft = core.desk.start({ kind: 'new', accountId: null, to: [] }, undefined)
    core.desk.put({ state: { kind: 'held-unclear', since: Date.now() }, subject: 'Onzeker' }, draft)
    core.desk.put({ state: { kind: 'held-no-route', row: null, needs: [] }, subject: 'Wacht' }, draft)
    core.changed('outbox')
    // when
    await page.getByRole('button', { name: /Uitgaand/ }).click()
    // then
    await page.getByText('Het is niet zeker of dit is aangekomen.').waitFor()
    await page.getByText('Nog geen veilige route. Dit wacht en gaat nooit als gewone mail.').waitFor()
    expect(await accessibilityFindings(client.line)).toEqual([])
    await page.getByRole('button', { name: 'Het is aangekomen' }).click()
    await page.getByText(/Aangenomen door de server/).waitFor()
    // R6: what a server has can only be asked to be deleted.
    await page.getByRole('article', { name: 'Onzeker' }).getByRole('button', { name: 'Vraag om te verwijderen…' }).click()
    await page.getByText(/wat iemand heeft gedownload of opgeslagen, blijft bij die persoon/).waitFor()
    expect(await accessibilityFindings(client.line)).toEqual([])
    await letter(page).press('Escape')
    await page.getByRole('article', { name: 'Wacht' }).getByRole('button', { name: 'Terughalen' }).click()
    await letter(page).waitFor()
    await letter(page).press('Escape')
    // R6, at the message itself.
    await page.getByRole('button', { name: 'Verzonden' }).click()
    await page.keyboard.press('j')
    await page.getByRole('button', { name: 'Meer', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Vraag om te verwijderen…' }).click()
    await letter(page).waitFor()
    expect([...core.desk.drafts.values()].map(({ kind, fields }) => [kind, fields.to.map(({ address }) => address)])).toContainEqual(['removal-request', ['polikliniek@ziekenhuis.test']])
  })
})
