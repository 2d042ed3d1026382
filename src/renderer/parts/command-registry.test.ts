import { describe, expect, test, vi } from 'vitest'
import { CommandRegistry, type Command } from './command-registry.ts'
import { isSingleKey, keyLabel, matchesKeys } from './key-names.ts'
import { translator } from '../../shared/text/table.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held })
const reading = { typing: false, singleKeys: true }
const command = (id: string, keys: readonly string[], more: Partial<Command> = {}): Command =>
  ({ id, label: id, group: 'read', keys, run: () => undefined, ...more })

describe('keys', () => {
  test.each([
    ['j', press('j'), true], ['j', press('J', { shiftKey: true }), false], ['j', press('j', { ctrlKey: true }), false],
    ['Mod+k', press('k', { ctrlKey: true }), true], ['Mod+k', press('k', { metaKey: true }), true], ['Mod+k', press('k'), false],
    ['?', press('?', { shiftKey: true }), true], ['Mod+,', press(',', { ctrlKey: true }), true],
    ['Shift+i', press('I', { shiftKey: true }), true], ['Escape', press('Escape'), true], ['Mod+Enter', press('Enter', { ctrlKey: true }), true],
  ])('%s answers to %o: %s', (keys, event, answers) => {
    expect(matchesKeys(keys, event)).toBe(answers)
  })

  test('a letter alone is a single key, with Ctrl it is not', () => {
    expect([isSingleKey('j'), isSingleKey('?'), isSingleKey('Mod+k'), isSingleKey('Escape')]).toEqual([true, true, false, false])
  })

  test('are written as they are printed', () => {
    const t = translator('nl')
    expect([keyLabel('Mod+k', t), keyLabel('?', t), keyLabel('Mod+Enter', t), keyLabel('j', t)]).toEqual(['Ctrl K', '?', 'Ctrl Enter', 'j'])
  })
})

describe('the registry', () => {
  test('the screen that came last answers first, and gives the key back when it goes', () => {
    // given
    const registry = new CommandRegistry()
    registry.add([command('list', ['e'])])
    const leave = registry.add([command('message', ['e'])])
    // then
    expect(registry.find(press('e'), reading)?.id).toBe('message')
    leave()
    expect(registry.find(press('e'), reading)?.id).toBe('list')
  })

  test('the same command offered twice is listed once', () => {
    const registry = new CommandRegistry()
    registry.add([command('archive', ['e'])])
    registry.add([command('archive', ['e'])])
    expect(registry.list()).toHaveLength(1)
  })

  test('letters do nothing while somebody types or has switched them off; Ctrl keys still do', () => {
    const registry = new CommandRegistry()
    registry.add([command('next', ['j']), command('send', ['Mod+Enter'])])
    expect(registry.find(press('j'), { typing: true, singleKeys: true })).toBeUndefined()
    expect(registry.find(press('j'), { typing: false, singleKeys: false })).toBeUndefined()
    expect(registry.find(press('Enter', { ctrlKey: true }), { typing: true, singleKeys: false })?.id).toBe('send')
  })

  test('under a dialog only what must always work does', () => {
    const registry = new CommandRegistry()
    registry.add([command('next', ['j']), command('lock', ['Mod+l'], { always: true })])
    const close = registry.hold()
    expect(registry.find(press('j'), reading)).toBeUndefined()
    expect(registry.find(press('l', { ctrlKey: true }), reading)?.id).toBe('lock')
    close()
    expect(registry.find(press('j'), reading)?.id).toBe('next')
  })

  test('a search goes to the screen that asked for it last', () => {
    const registry = new CommandRegistry()
    const [first, second] = [vi.fn(), vi.fn()]
    registry.takeSearch(first)
    const leave = registry.takeSearch(second)
    registry.search('uitslag')
    leave()
    registry.search('recept')
    expect([second.mock.calls, first.mock.calls]).toEqual([[['uitslag']], [['recept']]])
  })

  test('tells who watches that something came or went', () => {
    const registry = new CommandRegistry()
    const watcher = vi.fn()
    const stop = registry.watch(watcher)
    const leave = registry.add([command('next', ['j'])])
    leave()
    stop()
    registry.add([command('next', ['j'])])
    expect(watcher).toHaveBeenCalledTimes(2)
  })
})
