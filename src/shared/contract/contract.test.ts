import { describe, expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import { contract, isOperation, operationNames, type FailOf, type InputOf, type OutputOf } from './contract.ts'

describe('the contract table', () => {
  test.each(operationNames)('%s names its refusals once, and a query says what it reads', (name) => {
    const operation = contract[name]
    expect(new Set(operation.fails).size).toBe(operation.fails.length)
    expect(operation.kind === 'call' ? operation.reads : []).toEqual([])
  })

  /** Which field of the input names what an operation is about. */
  const field = { 'message': 'messageId', 'messages': 'messageIds', 'folder': 'folderId', 'draft': 'id', 'undone-act': 'taskId' } as const

  test.each(operationNames)('%s declares the act that it checks, on something that its input names', (name) => {
    const { asks, input, who } = contract[name]
    if (who === 'open') expect(asks).toBe('nothing')
    if (asks === 'nothing' || !(asks.of in field)) return
    expect(Object.keys((input as z.ZodObject).shape)).toContain(field[asks.of as keyof typeof field])
  })

  test('only what the unlock screen and a first run need is open before the second factor', () => {
    const open = operationNames.filter((name) => contract[name].who === 'open' && !name.startsWith('vault.'))
    expect(open.sort()).toEqual(['app.about', 'app.keptLog', 'app.look', 'backup.choose', 'backup.list', 'copy.fetchAnew', 'practice.readInvitation', 'practice.rowsOfCode'])
  })

  test('a name that is inherited is not an operation', () => {
    expect(isOperation('constructor')).toBe(false)
    expect(isOperation('vault.lock')).toBe(true)
  })

  test('types follow the table', () => {
    expectTypeOf<InputOf<'vault.unlockWithRecovery'>>().toEqualTypeOf<{ code: string }>()
    expectTypeOf<FailOf<'mail.undo'>>().toEqualTypeOf<'too-late' | 'disk-full' | 'journal-unwritable' | 'locked' | 'bad-input' | 'not-allowed' | 'internal'>()
    expectTypeOf<OutputOf<'accounts.add'>>().toEqualTypeOf<{ id: string }>()
  })
})
