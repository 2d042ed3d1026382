import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { practiceMail, shippedTerms } from '../../../../test/corpora/detection/terms.ts'
import type { Detection, Examined } from './detect.ts'
import { detect } from './detect.ts'

const ofText = (text: string, more: Partial<Examined> = {}): Detection => detect({ subject: '', text, attachments: [], ...more }, shippedTerms)

describe('PHI-09: must fire', () => {
  test.each([
    ['Mevrouw Jansen heeft een longontsteking.'], ['Uw patient heeft nierstenen.'], ['De patient heeft maagzweren.'], ['mijn dochtertje heeft waterpokken'], ['ik heb een blaasonsteking'], ['me zoontje heeft waterpoken'], ['mijn man gebruikt parcetamol'], ['ik heb diabettes'],
    ['Goed.\n\n> Mijn man heeft diabetes.'], ['BSN 123.456.782'], ['BSN: 249566758'], ['Uw uitslag is binnen, u heeft chlamydia.'], ['Mijn knie is dik en doet pijn.'], ['Pt heeft COPD.'],
    ['Ik gebruik metformine 500 mg.'], ['Beste Sandra, jouw Hb is 6.2 mmol/l.'], ['Zijn hiv-test is negatief.'], ['Wilt u mij verwijzen naar de dermatoloog?'], ['De heer Bos krijgt chemo.'],
    ['Mijn moeder heeft de z\u200biekte van Parkinson.'], ['m\u0131jn zoon heeft astma'.replace('\u0131', 'i')],
  ])('%s', (text) => expect(ofText(text).level).toBe('strong'))

  test('only in a file name', () => {
    expect(ofText('Zie bijlage.', { attachments: ['MRI_knie_rechts_J_Bosman.pdf'] }).level).toBe('strong')
    expect(ofText('Zie bijlage.', { attachments: ['uitslag_bloedonderzoek_mw_Janssen.pdf'] }).level).toBe('strong')
  })

  test('only in the text of an attachment', () => {
    expect(ofText('Zie bijlage.', { attachments: ['brief.docx'], attachmentTexts: ['Mevrouw Kok is opgenomen met een herseninfarct.'] }).level).toBe('strong')
  })

  test('in the subject, and it is said so (PHI-04)', () => {
    const { level, rules } = ofText('Zie onder.', { subject: 'Uw soa-test' })
    expect(level).toBe('strong')
    expect(rules).toContainEqual({ rule: 'PHI-04', count: 1 })
  })
})

describe('PHI-06: alone it is possible', () => {
  test.each([
    ['Informatieavond over diabetes.'], ['Hb 7,4 mmol/l'], ['2dd1'], ['M. Visser, geboren 04-05-1971'], ['Uw afspraak bij de cardioloog is op 4 maart.'], ['Sanne heeft zich ziek gemeld.'], ['123456782'],
  ])('%s', (text) => expect(ofText(text).level).toBe('possible'))
})

describe('PHI-08: must not fire', () => {
  test.each([
    ['Hartelijk gefeliciteerd!'], ['Uitslag van de wedstrijd: 3-1, mijn zoon scoorde.'], ['We bellen via MS Teams, stuur jij je link?'], ['Onze kater is weggelopen.'],
    ['De griepprik halen kan op 18 oktober.'], ['Mijn factuur heeft nummer 123456782.'], ['NL123456782B01'], ['Uw afspraak is op maandag 3 maart om 10.15 uur.'], ['Dat legt de vinger op de zere plek.'],
    ['Te koop: medicijnkoelkast, 60 liter.'], ['Een depressie boven de Noordzee brengt mij regen.'], ['Zullen we een datum prikken?'], ['In verband met Pasen zijn wij gesloten.'],
    ['Ik heb contact opgenomen met de leverancier.'], ['De zorgcooperatie houdt haar ledenvergadering.'], ['Heb je het recept van je appeltaart?'], ['Mijn rendement over de ontvangsten is tentoongesteld in je amendement.'], ['Ik volg een mediatie en ben geraakt door je desinfectie van de coöperatieve bandelier.'], ['Vanaf 1 mei kunt u uw herhaalrecepten online aanvragen.'],
    ['Tot morgen.\n\nMet vriendelijke groet,\nAnneke\nOncologieverpleegkundige'],
  ])('%s', (text) => expect(ofText(text)).toEqual({ level: 'none', rules: [] }))

  test('the own practice name', () => {
    const text = 'Praktijk voor Depressie en Angst is morgen gesloten.'
    expect(ofText(text).level).not.toBe('none')
    expect(ofText(text, { practice: 'Praktijk voor Depressie en Angst' }).level).toBe('none')
  })
})

describe('the corpora', () => {
  const bars = { strong: { least: 0.95 }, possible: { least: 0.85 }, none: { least: 0.95 } } as const
  test.each(['strong', 'possible', 'none'] as const)('%s: the mails that were held out, and all of them', (level) => {
    for (const mails of [practiceMail(level).filter(({ heldOut }) => heldOut === true), practiceMail(level)]) {
      const right = mails.filter((mail) => detect(mail, shippedTerms).level === level)
      expect(mails.length).toBeGreaterThanOrEqual(50)
      expect(right.length / mails.length).toBeGreaterThanOrEqual(bars[level].least)
    }
  })
})

test('what could not be read is counted and says nothing of the level (PHI-10)', () => {
  expect(ofText('Zie bijlage.', { unreadable: 2 })).toEqual({ level: 'none', rules: [{ rule: 'PHI-10', count: 2 }] })
  expect(ofText('a '.repeat(400_000)).rules).toContainEqual({ rule: 'PHI-10', count: 1 })
})

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.constantFrom('mijn', 'diabetes', '\n', '> ', '-- ', 'BSN', '123456782', '.', 'Groet,', 'mevrouw', 'Bos', 'recept', 'voetbal', '500 mg')).map((words) => words.join(' ')))

test('no finding leaves a trace of what was found (PHI-02), and the same mail gives the same answer', () => {
  fc.assert(fc.property(text, text, (subject, body) => {
    const message = { subject, text: body, attachments: [subject] }
    const found = detect(message, shippedTerms)
    expect(Object.keys(found)).toEqual(['level', 'rules'])
    for (const { rule, count } of found.rules) {
      expect(rule).toMatch(/^PHI-\d\d$/)
      expect(count).toBeGreaterThan(0)
    }
    expect(found.level === 'none').toBe(found.rules.every(({ rule }) => rule === 'PHI-10'))
    expect(detect(message, shippedTerms)).toEqual(found)
  }))
})

test('a citizen service number behind its label is strong in any text around it', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('de', 'printer', 'vergadering', 'korting', 'uw', 'factuur', 'taart', 'wij')), (words) => {
    expect(ofText(`${words.join(' ')}\nBSN 123456782\n${words.join(' ')}`).level).toBe('strong')
  }))
})

describe('hostile text is read through in the time of a plain one', () => {
  const size = 500_000
  test.each<[string, string]>([
    ['one word', 'a'.repeat(size)], ['digits', '1'.repeat(size)], ['digits with dots', '1.'.repeat(size / 2)], ['groups', '123 '.repeat(size / 4)], ['quotes', '>'.repeat(size)], ['lines', '\n'.repeat(size)],
    ['blanks', ' '.repeat(size)], ['closings', 'groet\n'.repeat(size / 6)], ['dots', '. '.repeat(size / 2)], ['labels', 'nummer '.repeat(size / 7)], ['births', 'geb '.repeat(size / 4)],
    ['dates', '12-03-1960 '.repeat(size / 11)], ['capitals', 'De Van '.repeat(size / 7)], ['ats', 'a@'.repeat(size / 2)], ['figures', 'hart onder '.repeat(size / 11)], ['long words', `${'ontsteking'.repeat(50)} `.repeat(size / 501)],
    ['disclaimers', 'dit bericht is vertrouwelijk '.repeat(size / 29)], ['ligatures', '\ufdfa'.repeat(size / 20)], ['lab names', 'hb crp '.repeat(size / 7)],
  ])('%s', (_name, hostile) => expect(ofText(hostile).level).toMatch(/^(?:none|possible|strong)$/))
})
