import { afterAll, describe, expect, test } from 'vitest'
import { SEARCH_COUNTED } from '../../shared/limits.ts'
import { Box, minute } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'

describe('search finds', () => {
  const box = new Box()
  afterAll(() => box[Symbol.dispose]())
  box.add(1, { subject: 'Recept Jansen', text: 'Graag de medicatiebewaking nakijken bij dhr. Jánsen.' })
  box.add(2, { subject: 'Agenda', from: 'Piet Bakker <piet@apotheekzuid.test>', html: '<p>Alleen in <b>opmaak</b>: nierfunctie</p>' })
  box.add(3, { subject: 'Foto', attachment: { name: 'echo knie links.pdf', bytes: Buffer.from('x') } })
  box.add(4, { subject: '=?utf-8?q?Co=C3=B6rdinatie_thuiszorg?=', to: 'Mia Smit <mia@delinde.test>' }, { flags: ['\\Seen', '\\Flagged'] })

  test.each<[string, string[]]>([
    ['medicatiebewaking', ['Recept Jansen']],
    ['medic', ['Recept Jansen']],
    ['dhr. jansen', ['Recept Jansen']],
    ['JÁNSEN recept', ['Recept Jansen']],
    ['nierfunctie', ['Agenda']],
    ['coordinatie', ['Coördinatie thuiszorg']],
    ['coördinatie', ['Coördinatie thuiszorg']],
    ['bijlage:knie', ['Foto']],
    ['knie links', ['Foto']],
    ['van:bakker', ['Agenda']],
    ['van:apotheekzuid', ['Agenda']],
    ['aan:mia', ['Coördinatie thuiszorg']],
    ['"de medicatiebewaking nakijken"', ['Recept Jansen']],
    ['"medicatiebewaking de"', []],
    ['recept nierfunctie', []],
    ['piet@apotheekzuid.test', ['Agenda']],
    ['onderwerp:medicatiebewaking', []],
    ['is:ongelezen', ['Foto', 'Agenda', 'Recept Jansen']],
    ['is:ongelezen van:anja', ['Foto', 'Recept Jansen']],
    ['is:gemarkeerd', ['Coördinatie thuiszorg']],
    ['heeft:bijlage', ['Foto']],
    ['anja', ['Coördinatie thuiszorg', 'Foto', 'Recept Jansen']],
    ['anja -medicatiebewaking', ['Coördinatie thuiszorg', 'Foto']],
    ['anja -is:gemarkeerd -"echo knie"', ['Recept Jansen']],
    ['-anja', ['Agenda']],
    ['-van:anja -bijlage:knie is:ongelezen', ['Agenda']],
    ['anja -medicatie', ['Coördinatie thuiszorg', 'Foto', 'Recept Jansen']],
    ['-heeft:bijlage anja', ['Coördinatie thuiszorg', 'Recept Jansen']],
    ['-heeft:bijlage anja -', ['Coördinatie thuiszorg', 'Recept Jansen']],
    ['recept is:onge', ['Recept Jansen']],
    ['', []],
  ])('%j', (text, subjects) => {
    expect(box.found(text)).toEqual(subjects)
  })

  test('by day, by how safely it came, and never in a folder that is not to be read', () => {
    const day = minute(0) - 5 * 86_400_000
    box.writer.addMessages(box.archive, [{ uid: 90, flags: [], receivedAt: day, raw: sampleMail({ subject: 'Recept vorige week' }) }])
    const text = (at: number) => `${new Date(at).getDate()}-${new Date(at).getMonth() + 1}-${new Date(at).getFullYear()}`
    expect(box.found(`recept voor:${text(minute(0))}`)).toEqual(['Recept vorige week'])
    expect(box.found(`recept na:${text(minute(0))}`)).toEqual(['Recept Jansen'])
    expect(box.found(`na:${text(day)} voor:${text(day + 86_400_000)}`)).toEqual(['Recept vorige week'])
    const id = box.idOf(box.inbox, 2)
    box.writer.saveVerdicts([{ messageId: id, verdict: 'safe', digest: null }])
    expect(box.found('veilig:ja')).toEqual(['Agenda'])
    expect(box.found('is:veilig recept')).toEqual([])
    for (const typed of ['recept', 'recept is:ongelezen', 'na:1-1-2020']) {
      const found = box.reader.search({ text: typed, folderId: null, except: [box.inbox], offset: 0, limit: 9 })
      expect(found).toMatchObject({ total: 1, rows: [{ subject: 'Recept vorige week' }] })
    }
    box.writer.expunge(box.archive, [90])
  })

  test('in one folder only, when asked', () => {
    box.add(5, { subject: 'Recept oud' }, { folder: box.archive })
    expect(box.found('recept')).toEqual(['Recept oud', 'Recept Jansen'])
    expect(box.found('recept', box.archive)).toEqual(['Recept oud'])
    expect(box.found('is:ongelezen', box.archive)).toEqual(['Recept oud'])
  })

  test('letters that have no accents to leave off, as people type them', () => {
    using other = new Box()
    other.add(1, { subject: 'Bij Ĳsbrand Strauß thuis', text: 'De ĳzerstapeling; Søren, Łukasz en Cæcilia.', from: 'Bjørn Weiß <b@delinde.test>' })
    const all = other.found('thuis')
    for (const typed of ['ijsbrand', 'Ĳsbrand', 'strauss', 'Strauß', 'strauß', 'ijzerst', 'ĳzer', 'soren', 'søren', 'lukasz', 'caecilia', 'van:bjorn', 'van:Bjørn', 'van:weiss', '"ijsbrand strauss"', '"Ĳsbrand Strauß"']) {
      expect(other.found(typed), typed).toEqual(all)
    }
  })

  test('nothing of what is being destroyed', () => {
    const id = box.add(6, { subject: 'Wegwerp' })
    box.writer.applyDestroy('taak', [id])
    expect(box.found('wegwerp')).toEqual([])
    box.writer.turnBack('taak')
    expect(box.found('wegwerp')).toEqual(['Wegwerp'])
  })
})

test('hits are counted up to a bound, newest first, and windows of them fit together', () => {
  using box = new Box()
  const batch = Array.from({ length: SEARCH_COUNTED + 20 }, (_, index) => ({
    uid: index + 1, flags: [], receivedAt: minute(index), raw: sampleMail({ subject: `Griepprik ${index + 1}` }),
  }))
  box.writer.addMessages(box.inbox, batch)
  const search = { text: 'griepprik', folderId: null }
  const first = box.reader.search({ ...search, offset: 0, limit: 2 })
  expect(first).toMatchObject({ total: SEARCH_COUNTED, more: true, rows: [{ subject: `Griepprik ${batch.length}` }, { subject: `Griepprik ${batch.length - 1}` }] })
  expect(box.reader.search({ ...search, offset: 1, limit: 1 }).rows).toEqual(first.rows.slice(1))
  expect(box.reader.search({ text: 'griepprik 71', folderId: null, offset: 0, limit: 200 })).toMatchObject({ more: false })
})
