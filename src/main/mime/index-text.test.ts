import { describe, expect, test } from 'vitest'
import { attachedMailNesting, brokenBase64, latin1, mailOf, oneLine, ordinaryMail, unknownCharset } from '../../../test/corpora/hostile.ts'
import { MAX_INDEX_CHARS } from '../../shared/limits.ts'
import { indexText } from './index-text.ts'
import { walkMessage } from './walk.ts'

const index = (raw: Uint8Array) => indexText(raw, walkMessage(raw))
const alternative = (plain: string, html: string): Uint8Array => mailOf(['Content-Type: multipart/alternative; boundary=b'],
  ['--b', '', plain, '--b', 'Content-Type: text/html', '', html, '--b--'].join('\r\n'))

describe('indexText', () => {
  test('holds the words of the message, of mail within it and of file names', () => {
    const { body, fileNames, snippet, notices } = index(ordinaryMail())
    for (const word of ['recept', 'patiënt', 'ophalen', 'Ingesloten', 'Doorgestuurd']) expect(body).toContain(word)
    expect(fileNames.split('\n')).toEqual(['logo.png', 'recept patiënt.pdf', 'Doorgestuurd.eml'])
    expect(snippet).toBe('Het recept ligt klaar voor de patiënt. U kunt het ophalen.')
    expect(notices).toEqual([])
  })

  test('says once what both forms say, and all that only one says', () => {
    const { body } = index(alternative('Het recept ligt klaar.\r\nAlleen hier: tandarts', '<p>Het recept ligt\r\nklaar.</p><p>Alleen daar: huisarts</p>'))
    expect(body.match(/recept/g)).toHaveLength(1)
    expect(body).toContain('tandarts')
    expect(body).toContain('huisarts')
  })

  test('two forms that are two texts are both there', () => {
    const plain = Array.from({ length: 200 }, (_, line) => `plat${line}`).join('\r\n')
    const { body } = index(alternative(plain, '<p>heel iets anders</p>'))
    expect(body.match(/plat\d+/g)).toHaveLength(200)
  })

  test('a word that a soft hyphen splits is one word', () => {
    expect(index(mailOf(['Content-Type: text/html; charset=utf-8'], '<p>huis&shy;arts</p>')).body).toContain('huisarts')
  })

  test('tells what was not as it should be', () => {
    expect(index(brokenBase64()).notices).toEqual(['broken-base64'])
    expect(index(unknownCharset()).notices).toEqual(['unknown-charset'])
    const cut = index(oneLine(5_000_000))
    expect(cut.notices).toEqual(['text-cut'])
    expect(cut.body.length).toBe(MAX_INDEX_CHARS)
  })

  test('goes into mail within mail only so far', () => {
    expect(index(attachedMailNesting()).body).not.toContain('binnenste')
    expect(index(attachedMailNesting(2)).body).toContain('binnenste')
  })

  test('a page takes the charset that it names itself', () => {
    expect(index(mailOf(['Content-Type: text/html'], '<meta charset="iso-8859-15"><p>\xa4 12')).body).toContain('€ 12')
    expect(index(latin1('Content-Type: text/plain\r\n\r\nReg\xebl')).snippet).toBe('Regël')
  })
})
