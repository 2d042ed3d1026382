import { expect, test } from 'vitest'
import { FIRST_ROWS } from '../../shared/limits.ts'
import { nextStep, type FolderView, type StepView } from './next-step.ts'

type Seen = FolderView & { readonly name: string }

const folder = (name: string, change: Partial<Seen> = {}): Seen => ({
  name, id: name.length, role: name === 'INBOX' ? 'inbox' : 'none', dirty: false, closed: false, known: { size: 500 }, missing: { length: 0 }, newLacking: 0, mayTakeOld: () => false,
  compare: null, measuring: null, state: { complete: true }, ...change,
})
const quiet: StepView<Seen> = { tasks: false, errands: false, wholes: false, listed: true, listDue: false, lookedId: null, holdsOld: false, spares: false, folders: [folder('INBOX'), folder('Archief')] }
const choose = (change: Partial<StepView<Seen>>): string => {
  const step = nextStep({ ...quiet, ...change })
  return 'work' in step ? `${step.kind} ${step.work.name}` : step.kind
}
const behind = { missing: { length: 9_000 }, state: { complete: false } }

test('with nothing to do it rests', () => {
  expect(choose({})).toBe('rest')
})

test('the list of folders comes first, then what the person did, then all else', () => {
  const folders = [folder('INBOX', { dirty: true })]
  expect(choose({ listed: false, tasks: true })).toBe('list')
  expect(choose({ tasks: true, errands: true, wholes: true, folders })).toBe('task')
  expect(choose({ errands: true, wholes: true, folders })).toBe('errand')
  expect(choose({ wholes: true, folders })).toBe('whole')
})

test('the first screen of the inbox goes before every other folder', () => {
  const archive = folder('Archief', { dirty: true })
  expect(choose({ folders: [folder('INBOX', { known: { size: 0 }, missing: null, dirty: true }), archive] })).toBe('look INBOX')
  expect(choose({ folders: [folder('INBOX', { known: { size: FIRST_ROWS - 1 }, ...behind }), archive] })).toBe('copy INBOX')
  expect(choose({ folders: [folder('INBOX', { known: { size: FIRST_ROWS }, ...behind }), archive] })).toBe('look Archief')
})

test('what changed where the person looks goes first', () => {
  const folders = [folder('INBOX', { dirty: true }), folder('Project', { dirty: true })]
  expect(choose({ folders })).toBe('look INBOX')
  expect(choose({ folders, lookedId: 'Project'.length })).toBe('look Project')
})

test('changes go before copying on', () => {
  expect(choose({ folders: [folder('INBOX', behind), folder('Archief', { dirty: true })] })).toBe('look Archief')
})

test('the first screen of the folder in view, then new mail, then the rest in the order of use', () => {
  const folders = [folder('INBOX', behind), folder('Verzonden', { missing: { length: 1 } }), folder('Project', { ...behind, known: { size: 3 } })]
  expect(choose({ folders, lookedId: 'Project'.length })).toBe('copy Project')
  expect(choose({ folders })).toBe('copy Verzonden')
  expect(choose({ folders: [folders[0]!, folders[2]!] })).toBe('copy INBOX')
})

test('while old mail waits, new mail comes, what is seen first and what a whole copy lacks; the rest does not', () => {
  const old = folder('INBOX', behind)
  expect(choose({ holdsOld: true, folders: [old] })).toBe('rest')
  expect(choose({ holdsOld: true, folders: [old, folder('Archief', { ...behind, newLacking: 1 })] })).toBe('copy Archief')
  expect(choose({ holdsOld: true, folders: [old, folder('Verzonden', { ...behind, mayTakeOld: () => true })] })).toBe('copy Verzonden')
  expect(choose({ holdsOld: true, folders: [folder('INBOX', { ...behind, known: { size: 0 } })] })).toBe('copy INBOX')
})

test('leaving attachments on the server comes after everything else', () => {
  expect(choose({ spares: true })).toBe('spare')
  expect(choose({ spares: true, folders: [folder('INBOX', behind)] })).toBe('copy INBOX')
})

test('a folder that we may not open is left alone', () => {
  expect(choose({ folders: [folder('INBOX'), folder('Dicht', { closed: true, dirty: true, ...behind })] })).toBe('rest')
})

test('asking for all folders goes before copying on, or new folders would wait for hours', () => {
  expect(choose({ listDue: true, folders: [folder('INBOX', behind)] })).toBe('list')
})

test('comparing flags comes last', () => {
  const folders = [folder('INBOX', { compare: {} }), folder('Archief', behind)]
  expect(choose({ folders })).toBe('copy Archief')
  expect(choose({ folders: [folders[0]!] })).toBe('compare INBOX')
})

test('lengths are compared when there is nothing else to do, and wait where old mail waits', () => {
  const folders = [folder('INBOX', { measuring: {} }), folder('Archief')]
  expect(choose({ folders })).toBe('measure INBOX')
  expect(choose({ folders: [folder('INBOX', { measuring: {} }), folder('Archief', { compare: {} })] })).toBe('compare Archief')
  expect(choose({ folders, holdsOld: true })).toBe('rest')
})
