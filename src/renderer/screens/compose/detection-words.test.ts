import { describe, expect, test } from 'vitest'
import type { DraftDetection } from '../../../shared/contract/detection.ts'
import { translator } from '../../../shared/text/table.ts'
import { foundWords, unreadCount } from './detection-words.ts'

const t = translator('nl')
const found = (level: DraftDetection['level'], rules: Partial<Record<DraftDetection['rules'][number]['rule'], number>>): DraftDetection =>
  ({ level, rules: Object.entries(rules).map(([rule, count]) => ({ rule: rule as 'PHI-05', count })), inSubject: false })

describe('what was found in a draft', () => {
  test.each<[DraftDetection, string]>([
    [found('strong', { 'PHI-05': 1 }), 'een burgerservicenummer'],
    [found('strong', { 'PHI-04': 1, 'PHI-06': 3 }), '3 woorden over klachten, ziekte of zorg'],
    [found('strong', { 'PHI-05': 2, 'PHI-06': 1, 'PHI-07': 1 }), '2 burgerservicenummers, een woord over klachten, ziekte of zorg en een meetwaarde, dosering of geboortedatum'],
    [found('possible', { 'PHI-10': 1 }), 'het kon niet worden nagekeken'],
  ])('%j', (detection, words) => {
    expect(foundWords(detection, t)).toBe(words)
  })

  test('attachments that could not be read are counted beside whatever else was found', () => {
    expect(unreadCount(found('none', { 'PHI-10': 2 }))).toBe(2)
    expect(unreadCount(found('strong', { 'PHI-06': 1, 'PHI-10': 1 }))).toBe(1)
    expect(unreadCount(found('possible', { 'PHI-10': 1 }))).toBe(0)
  })

  test('no word of it promises that a message is safe (PHI-11)', () => {
    for (const language of ['nl', 'en'] as const) {
      const say = translator(language)
      expect(`${say('detect.none')} ${say('detect.label')}`).not.toMatch(/veilig|safe/i)
    }
  })
})
