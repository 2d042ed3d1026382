import { WELCOME_MS } from '../../shared/limits.ts'

/**
 * Who has just made the first key, or has just come in with the printed code, may add one key without proving themselves again:
 * that is what the screen asks of them next. Once, for a short while, and never to take a key away.
 */
export interface Welcome {
  begin(): void
  holds(): boolean
  end(): void
}

export function createWelcome(now: () => number): Welcome {
  let until = 0
  return {
    begin() { until = now() + WELCOME_MS },
    holds: () => now() < until,
    end() { until = 0 },
  }
}
