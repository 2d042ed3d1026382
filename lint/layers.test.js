import { describe, expect, test } from 'vitest'
import { ESLint } from 'eslint'
import { refusal, rowOf } from './layers.js'

describe('the layer table', () => {
  test.each([
    ['src/shared/mail/address.ts', 'node:fs', 'no Node here'],
    ['src/shared/norm/routing.ts', '../../main/store/store.ts', 'may not import src/main/store'],
    ['src/renderer/screens/mail/mail-screen.tsx', '../../../main/app/core.ts', 'may not import src/main/app'],
    ['src/renderer/parts/badge.tsx', 'electron', 'may not import package electron'],
    ['src/main/app/core.ts', 'electron', 'may not import package electron'],
    ['src/main/sending/dispatch.ts', '../imap/session.ts', 'may not import src/main/imap'],
    ['src/main/store/open-database.ts', '../mailbox/writer.ts', 'may not import src/main/mailbox'],
    ['src/somewhere/new.ts', './else.ts', 'stands under no row'],
  ])('%s importing %s is refused: %s', (file, source, why) => {
    expect(refusal(file, source)).toContain(why)
  })

  test.each([
    ['src/main/shells/electron/start.ts', 'electron'],
    ['src/main/app/core.ts', '../vault/vault.ts'],
    ['src/main/imap/sync.ts', '../mailbox/writer.ts'],
    ['src/renderer/screens/mail/list.tsx', '../../parts/badge.tsx'],
    ['src/main/imap/session.test.ts', 'fast-check'],
  ])('%s may import %s', (file, source) => {
    expect(refusal(file, source)).toBeUndefined()
  })

  test('the longest row governs', () => {
    expect(rowOf('src/main/shells/electron/start.ts')).toBe('src/main/shells/electron')
    expect(rowOf('src/renderer/start.tsx')).toBe('src/renderer/start.tsx')
  })

  test('the rule bites in a real lint run', async () => {
    // given
    const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: (await import('../eslint.config.js')).default.filter((part) => part.plugins?.ours !== undefined) })
    // when
    const [result] = await eslint.lintText("import 'node:fs'\n", { filePath: 'src/shared/norm/reaches-out.js' })
    // then
    expect(result?.messages.map((message) => message.ruleId)).toEqual(['ours/layers'])
  })
})
