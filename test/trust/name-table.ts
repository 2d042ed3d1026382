import type { LookUp, RecordOf, RecordType } from '../../src/main/dns/look-up.ts'
import type { Resolver } from '../../src/main/dns/resolver.ts'

/** What a name's TXT question gives; a list of texts is an answer of a signed zone. */
export type Texts = readonly string[] | 'bogus' | 'unreachable' | { readonly insecure: readonly string[] }

/** Answers from a table where the rules are tested and not the look-ups; every other name is proven not to exist. `asked` counts. */
export function nameTable(table: Readonly<Record<string, Texts>>): Resolver & { readonly asked: string[] } {
  const asked: string[] = []
  let forgotten = 0
  const answer = (name: string): LookUp<RecordOf<'TXT'>> => {
    const found = table[name]
    if (found === undefined) return { kind: 'secure', outcome: 'no-such-name', ttlSeconds: 60 }
    if (found === 'bogus') return { kind: 'bogus', why: 'bad-signature' }
    if (found === 'unreachable') return { kind: 'unreachable', why: 'timed-out' }
    const [kind, texts] = 'insecure' in found ? ['insecure', found.insecure] as const : ['secure', found] as const
    return { kind, outcome: 'answer', name, type: 'TXT', records: texts.map((text) => ({ strings: [Buffer.from(text)] })), ttlSeconds: 60 }
  }
  return {
    asked,
    lookUp: <K extends RecordType>(name: string) => {
      asked.push(name)
      return Promise.resolve(answer(name) as unknown as LookUp<RecordOf<K>>)
    },
    forget: () => { forgotten++ },
    get forgotten() { return forgotten },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
