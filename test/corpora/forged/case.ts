import { bytesOf, receivedAt as usualReceipt, type Letter } from './letter.ts'

export type State = 'safe' | 'internal' | 'unsafe' | 'unknown' | 'suspicious' | 'portalNotice' | 'formMessage'
export type Row = 'IN-03' | 'IN-04' | 'IN-05' | 'IN-05a' | 'IN-06' | 'IN-07' | 'IN-07a' | 'IN-09' | 'IN-10'

/** The practice that receives; one ACCOUNT.json each. */
export type AccountName = 'linde' | 'stripping' | 'withoutResults' | 'withoutHosts'

export type ForgedMail = {
  readonly id: string
  readonly family: string
  /** One state, or the states that norm.md leaves open. */
  readonly states: readonly State[]
  /** Only where one row alone can be meant. */
  readonly row: Row | null
  readonly why: string
  readonly account: AccountName
  /** The moment of receipt, ISO 8601. */
  readonly receivedAt: string
  readonly raw: Uint8Array
}

const stateOf: Readonly<Record<Row, State>> = {
  'IN-03': 'safe', 'IN-04': 'unknown', 'IN-05': 'unknown', 'IN-05a': 'internal', 'IN-06': 'unsafe',
  'IN-07': 'suspicious', 'IN-07a': 'suspicious', 'IN-09': 'portalNotice', 'IN-10': 'formMessage',
}

/** What any message without a pass may be called when nothing says more: each is honest, none is a pass. */
export const noPass: readonly State[] = ['unsafe', 'unknown', 'suspicious']
/** A pass whose shown parts are not all covered (IN-02c): the norm says what it is not. */
export const notSafe: readonly State[] = ['unsafe', 'unknown', 'suspicious']

export type Expected = Row | readonly State[]
type Extra = { readonly account?: AccountName; readonly receivedAt?: string }

export type Family = {
  readonly cases: readonly ForgedMail[]
  add(id: string, expected: Expected, why: string, mail: Letter | Uint8Array, extra?: Extra): void
}

/** A group of cases under one heading. */
export function family(name: string): Family {
  const cases: ForgedMail[] = []
  return {
    cases,
    add(id, expected, why, mail, { account = 'linde', receivedAt = usualReceipt.toISOString() } = {}) {
      const [row, states] = typeof expected === 'string' ? [expected, [stateOf[expected]]] as const : [null, expected] as const
      cases.push({ id: `${name}-${id}`, family: name, states, row, why, account, receivedAt, raw: mail instanceof Uint8Array ? mail : bytesOf(mail) })
    },
  }
}
