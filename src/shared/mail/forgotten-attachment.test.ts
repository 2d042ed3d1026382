import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { speaksOfAttachment } from './forgotten-attachment.ts'

describe('a text that announces an attachment', () => {
  test.each([
    'Zie bijlage.', 'In de bijlage vindt u het rooster.', 'Bijgevoegd de notulen van maandag.', 'Bijgaand het verslag.', 'Ik heb het formulier meegestuurd.',
    'De brief heb ik als bijlage toegevoegd.', 'Beste Bas,\n\nHierbij de verwijsbrief van gisteren.\n\nGroet, Anja', 'Ik stuur de uitslag mee.', 'Hierbij stuur ik u het ingevulde formulier.',
    'De bijlagen zijn in PDF.', 'Zie de pdf voor de tijden.', 'Please find attached the schedule.', 'Ik voeg het overzicht bij.', 'Ingesloten de factuur van september.',
    'De bijgevoegde lijst is van vorige week.', 'Zie het rooster in de bijlage.',
  ])('%s', (text) => {
    expect(speaksOfAttachment(text)).toBe(true)
  })

  test.each([
    '', 'Tot morgen.', 'Geen bijlage nodig.', 'Ik stuur dit zonder bijlage.', 'De bijlage volgt morgen.', 'De bijlagen sturen we per post na.', 'Dank voor uw bijlage.',
    'Ik kon de bijlage niet openen.', 'Kunt u het formulier als bijlage sturen?', 'Wilt u de foto als bijlage meesturen?', 'De bijlage die u stuurde is leeg.',
    'Bijlagen mogen niet groter zijn dan 20 MB.', 'De bijlage ontbreekt.', 'Neem uw legitimatiebewijs mee.', 'Hierbij bevestig ik onze afspraak van dinsdag.',
    '> Zie bijlage.\nDank, ontvangen.', 'Stuur je even een berichtje?', 'Ik stuur het bericht door.', 'Hij werkt mee aan het plan.', 'Hierbij een korte vraag.',
    'Ik voeg me bij de groep.', 'Dat lag er dik bovenop.',
  ])('and one that does not: %s', (text) => {
    expect(speaksOfAttachment(text)).toBe(false)
  })

  test('a quoted line never counts, whatever stands in it', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('Zie bijlage.', 'Bijgaand het verslag.', 'Tot morgen.')), (lines) => {
      expect(speaksOfAttachment(lines.map((line) => `> ${line}`).join('\n'))).toBe(false)
    }))
  })

  test('a very long text is answered', () => {
    expect(speaksOfAttachment('stuur '.repeat(200_000))).toBe(false)
    expect(speaksOfAttachment(`${'x'.repeat(2_000_000)} bijlage`)).toBe(false)
  })
})
