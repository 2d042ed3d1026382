import { describe, expect, test } from 'vitest'
import type { OutboxItem } from '../../../shared/contract/compose.ts'
import { translator } from '../../../shared/text/table.ts'
import { actsOf, lookOf, stateSentence } from './outbox-words.ts'

type State = OutboxItem['state']
const states: State[] = [
  { kind: 'undo', until: 1 }, { kind: 'queued' }, { kind: 'sending' }, { kind: 'waiting', retryAt: 1, problem: 'offline' }, { kind: 'held-no-route', row: null, needs: [] },
  { kind: 'held-no-route', row: 'RT-10', needs: ['recheck'], lacksRight: true },
  { kind: 'held-unclear', since: 1 }, { kind: 'refused', code: 550, problem: 'Mailbox is vol' }, { kind: 'refused', code: null, problem: 'timeout' }, { kind: 'sent', at: 1 },
]
const clock = (): string => 'vandaag 09:41'

describe('the outbox in words', () => {
  test.each(states)('$kind has a whole sentence in both languages', (state) => {
    for (const language of ['nl', 'en'] as const) {
      expect(stateSentence(state, { t: translator(language), clock })).toMatch(/^[A-Z“].*\.$/)
      expect(stateSentence(state, { t: translator(language), clock })).not.toMatch(/[{}]|undefined/)
    }
  })

  test('to whom lost the right to send from a mailbox that is said, whatever else the route lacked', () => {
    const told = stateSentence({ kind: 'held-no-route', row: 'RT-02', needs: ['recheck'], lacksRight: true }, { t: translator('nl'), clock })
    expect(told).toMatch(/u mag nu niet versturen uit naam van deze mailbox/)
    expect(told).not.toMatch(/route/)
  })

  test('what may have been sent twice is never repeated without a person', () => {
    expect(actsOf({ kind: 'held-unclear', since: 1 })).toEqual(['it-arrived', 'send-again'])
    expect(actsOf({ kind: 'held-unclear', since: 1 })).not.toContain('retry')
  })

  test.each([
    'unknown-host', 'refused', 'timeout', 'offline', 'certificate-expired', 'certificate-name', 'certificate-untrusted', 'tls-too-old', 'no-tls', 'login-refused', 'no-such-service', 'garbled',
    'server-busy', 'dropped', 'ca-file-unreadable', 'server-said-later', 'disk-full', 'account-gone', 'secret-lost', 'keychain-unavailable', 'sender-refused', 'recipients-refused', 'message-refused',
    'too-large', 'not-readable', 'marker-refused', 'mobile-missing',
  ])('%s is told in words, not by its name', (problem) => {
    for (const language of ['nl', 'en'] as const) {
      const t = translator(language)
      for (const state of [{ kind: 'refused', code: null, problem }, { kind: 'waiting', retryAt: 1, problem }] as const) {
        const words = stateSentence(state, { t, clock })
        expect(words).not.toContain(t('problem.other'))
        expect(words).not.toContain(problem.includes('-') ? problem : '-')
      }
    }
  })

  test('what is meant for later says when, and can go now; what went late says for when it was meant', () => {
    const say = (state: State, scheduledFor: number | null): string => stateSentence(state, { t: translator('nl'), clock, scheduledFor })
    expect(say({ kind: 'undo', until: 9 }, 9)).toBe('Wordt vandaag 09:41 verstuurd. Is Praktijkpost dan op slot of uit, dan gaat het weg zodra je ontgrendelt.')
    expect(actsOf({ kind: 'undo', until: 9 }, 9)).toEqual(['take-back', 'send-now'])
    expect(say({ kind: 'sent', at: 3_600_000 }, 9)).toContain('Was gepland voor')
    for (const moment of [null, 3_599_000]) expect(say({ kind: 'sent', at: 3_600_000 }, moment)).not.toContain('gepland')
  })

  test('what is being handed over cannot be taken back; what a server has can only be asked to be deleted (R6)', () => {
    expect(actsOf({ kind: 'sending' })).toEqual([])
    expect(actsOf({ kind: 'sent', at: 1 })).toEqual(['ask-removal'])
  })

  test('only what asks for a person looks like an alarm', () => {
    expect(states.filter((state) => lookOf(state).tone === 'asks').map((state) => state.kind)).toEqual(['held-unclear', 'refused', 'refused'])
  })
})
