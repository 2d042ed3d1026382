import { expect, test } from 'vitest'
import { shippedTerms } from '../../../../test/corpora/detection/terms.ts'
import { readableBody } from './readable-body.ts'

const written = (text: string): string => readableBody(text, shippedTerms.disclaimer).written.replace(/\s+/g, ' ').trim()

test.each([
  ['a signature below its mark', 'Tot morgen.\n-- \nDr. Vos\npsychiater\nCentrum voor angst', 'Tot morgen.'],
  ['a signature below a closing', 'Tot morgen.\n\nMet vriendelijke groet,\n\nAnneke de Bruin\nOncologieverpleegkundige', 'Tot morgen.'],
  ['the quote below a signature stays', 'Ok.\n-- \nDr. Vos\n\n> Ik heb gordelroos.', 'Ok. Ik heb gordelroos.'],
  ['the quote without marks stays', 'Ok.\n\nGroet,\nBas\n\nVan: J. Prins\nVerzonden: maandag\nOnderwerp: vraag\n\nIk heb gordelroos.', 'Ok. Onderwerp: vraag Ik heb gordelroos.'],
  ['a quote of a quote', '> > Mijn knie doet zeer\n> Dank', 'Mijn knie doet zeer Dank'],
  ['a postscript', 'Ok.\n\nGroet,\nBas\nPS: mijn knie doet zeer', 'Ok. PS: mijn knie doet zeer'],
  ['words after a closing', 'Ok.\n\nGroetjes\n\nMijn dochter heeft nog steeds koorts', 'Ok. Mijn dochter heeft nog steeds koorts'],
  ['a disclaimer', 'Ok.\n\nDit bericht is vertrouwelijk en kan een diagnose bevatten. Het is uitsluitend bestemd voor de geadresseerde.', 'Ok.'],
  ['a request not to send', 'Ok. Stuur geen medische gegevens per e-mail.', 'Ok.'],
  ['what is confidential is no disclaimer', 'Dit is vertrouwelijk: mijn man drinkt.', 'Dit is vertrouwelijk: mijn man drinkt.'],
  ['accents and hidden signs', 'pati\u00ebnt be\u0301nauwd lo\u00adng\u200bontsteking', 'patient benauwd longontsteking'],
])('%s', (_name, text, expected) => expect(written(text)).toBe(expected))
