import { describe, expect, expectTypeOf, test } from 'vitest'
import { contract, isOperation, operationNames, type FailOf, type InputOf, type OutputOf } from './contract.ts'

describe('the contract table', () => {
  test.each(operationNames)('%s names its refusals once, and a query says what it reads', (name) => {
    const operation = contract[name]
    expect(new Set(operation.fails).size).toBe(operation.fails.length)
    expect(operation.kind === 'call' ? operation.reads : []).toEqual([])
  })

  test('only what the unlock screen needs is open before the second factor', () => {
    const open = operationNames.filter((name) => contract[name].who === 'open' && !name.startsWith('vault.'))
    expect(open.sort()).toEqual(['app.about', 'app.look', 'copy.fetchAnew'])
  })

  test('a name that is inherited is not an operation', () => {
    expect(isOperation('constructor')).toBe(false)
    expect(isOperation('vault.lock')).toBe(true)
  })

  test('types follow the table', () => {
    expectTypeOf<InputOf<'vault.unlockWithRecovery'>>().toEqualTypeOf<{ code: string }>()
    expectTypeOf<FailOf<'mail.undo'>>().toEqualTypeOf<'too-late' | 'locked' | 'bad-input' | 'internal'>()
    expectTypeOf<OutputOf<'accounts.add'>>().toEqualTypeOf<{ id: string }>()
  })
})
