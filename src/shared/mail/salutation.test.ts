import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { greetedIn, strangeSalutation } from './salutation.ts'

const person = (name: string, address: string) => ({ name, address })
const bakker = person('Henriëtte Bakker', 'h.bakker@mailbox.test')
const bas = person('Bas Jansen', 'bas@delinde.test')

const strange = (text: string, ...to: ReturnType<typeof person>[]): string | null => strangeSalutation(text, { to, others: [] })

describe('whom a message greets', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['Beste Jan,\n\nDank.', ['jan']], ['Geachte mevrouw Bakker,', ['bakker']], ['Geachte mevrouw Bakker-de Vries,', ['bakker', 'vries']], ['Hoi Jan en Piet,', ['jan', 'piet']],
    ['\n\n  Goedemorgen René,\nfijn', ['rene']], ['Beste dokter Van der Meer,', ['meer']], ['Hallo Jan dank voor je bericht', ['jan']], ['Dag Mia!', ['mia']],
    ['Beste collega,', undefined], ['Geachte heer, mevrouw,', undefined], ['Beste allemaal,', undefined], ['Geachte heer/mevrouw,', undefined], ['Beste Collega,', undefined], ['Hallo,', undefined],
    ['Bedankt voor uw bericht, Jan.', undefined], ['', undefined], ['Beste lezer van onze nieuwsbrief,', undefined], ['Goedemorgen', undefined], ['Beste huisarts Bakker', undefined], ['Geachte mevrouw van Dijk,', ['dijk']],
  ])('%j', (text, names) => {
    expect(greetedIn(text)?.names).toEqual(names)
  })
})

describe('a name that nobody bears', () => {
  test.each<[string, ReturnType<typeof person>[], string]>([
    ['Beste Jan,', [bakker], 'Jan'], ['Geachte mevrouw de Wit,', [bakker], 'mevrouw de Wit'], ['Geachte heer Jansen,', [bakker], 'heer Jansen'],
    ['Beste Piet,', [bas, bakker], 'Piet'], ['Beste Jan,', [person('', 'h.bakker@mailbox.test')], 'Jan'], ['Hoi Fatima,', [person('Willem de Groot', 'wdg@mailbox.test')], 'Fatima'],
  ])('%s', (text, to, written) => {
    expect(strange(text, ...to)).toBe(written)
  })

  test.each<[string, ReturnType<typeof person>[]]>([
    ['Beste Henriëtte,', [bakker]], ['Beste Henriette,', [bakker]], ['Geachte mevrouw Bakker,', [bakker]], ['Geachte mevrouw Backer,', [bakker]], ['Beste Jet,', [bakker]], ['Beste Henk,', [bakker]],
    ['Beste collega,', [bakker]], ['Geachte heer, mevrouw,', [bakker]], ['Beste Jan,', [person('', 'info@apotheek.test')]], ['Beste Jan,', [person('Apotheek Zuid', 'balie@apotheekzuid.test')]],
    ['Beste Jan,', [person('', 'jb1962@mailbox.test')]], ['Beste Bert,', [person('Albert Groen', 'a.groen@mailbox.test')]], ['Beste Bas,', [bakker, bas]], ['Beste Jan en Bas,', [bas]], ['Hallo,', [bakker]],
    ['Beste Wim,', [person('Willem de Groot', 'w.degroot@x.test')]], ['Geachte heer Groot,', [person('', 'w.degroot@x.test')]], ['Beste Jan,', [person('Jan', 'x@y.test')]], ['Geachte heer Jansen,', [person('Jan', 'jan@y.test')]],
    ['Beste Jan,', []], ['Geachte mevrouw El Idrissi,', [person('Samira el Idrissi', 's.elidrissi@x.test')]], ['Beste Kees,', [person('Cornelis Visser', 'c.visser@x.test')]],
  ])('and one that somebody may bear: %s', (text, to) => {
    expect(strange(text, ...to)).toBeNull()
  })

  test('who stands in the copy may be greeted too', () => {
    expect(strangeSalutation('Beste Bas,', { to: [bakker], others: [bas] })).toBeNull()
  })

  test('who is greeted by the first or the last name of a recipient is never strange', () => {
    const name = fc.constantFrom('Jan', 'Mia', 'Fatima', 'Ömer', 'Loïs', 'Anne-Marie', 'Bakker', 'Jansen', 'Öztürk')
    fc.assert(fc.property(name, name, fc.boolean(), (first, last, isFormal) => {
      const to = person(`${first} ${last}`, 'x.y@z.test')
      expect(strange(isFormal ? `Geachte heer ${last},` : `Beste ${first},`, to)).toBeNull()
    }))
  })

  test('any text is answered', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string(), fc.string(), (text, name, address) => {
      const found = strangeSalutation(`Beste ${text}`, { to: [{ name, address }], others: [] })
      expect(found === null || typeof found === 'string').toBe(true)
    }))
  })
})
