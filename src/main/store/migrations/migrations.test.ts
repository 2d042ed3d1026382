import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

/** Only these: a step that calls today's code would do something else once that code has changed. */
const ALLOWED = ['../../migrate.ts', '../../database.ts']

const stepsOf = (list: string): { list: string; name: string; file: string }[] => {
  const folder = path.join(import.meta.dirname, list)
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  return names.map((name) => ({ list, name, file: path.join(folder, name) }))
}

describe.each([...stepsOf('cache'), ...stepsOf('state')])('$list/$name', ({ list, name, file }) => {
  const source = readFileSync(file, 'utf8')

  test('is numbered by what it leads to', () => {
    const [, from, to] = /step\((\d+), (\d+),/.exec(source) ?? []
    expect(Number(to)).toBe(Number(from) + 10)
    expect(name.slice(0, 4)).toBe(String(to).padStart(4, '0'))
  })

  test('imports no live code', () => {
    const imported = [...source.matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, source_]) => source_ ?? '')
    expect(imported.filter((source_) => !ALLOWED.includes(source_))).toEqual([])
  })

  test('is in the list', () => {
    expect(readFileSync(path.join(import.meta.dirname, `${list}.ts`), 'utf8')).toContain(`'./${list}/${name}'`)
  })

  test.skipIf(source.includes('=> {})'))('has a test beside it', () => {
    expect(existsSync(file.replace(/\.ts$/, '.test.ts'))).toBe(true)
  })
})
