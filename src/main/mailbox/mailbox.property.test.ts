import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkBox } from '../../../test/mailbox/check-box.ts'
import { Box, minute } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'

const FLAGS = [[], ['\\Seen'], ['\\Seen', '\\Flagged'], ['$Label']]

/** Few numbers, folders and tasks, so that they meet often. */
const uid = fc.integer({ min: 1, max: 12 })
const uids = fc.uniqueArray(uid, { minLength: 1, maxLength: 6 })
const folder = fc.constantFrom('inbox', 'sent', 'archive', 'trash')
const task = fc.constantFrom('t1', 't2', 't3', 't4')
const flags = fc.constantFrom(...FLAGS)

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add'), folder, uids, flags }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flags'), folder, uids, flags }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expunge'), folder, uids }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move'), task, from: folder, to: folder, uids }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mark'), task, from: folder, uids, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('destroy'), task, from: folder, uids }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle'), task, shift: fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('turnBack'), task }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset'), folder }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose'), from: folder, uids }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('compact') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen') }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

function shownIn(box: Box, name: 'inbox' | 'sent' | 'archive' | 'trash', numbers: readonly number[]): number[] {
  const rows = box.reader.rows(box[name], { offset: 0, limit: 200 })?.rows ?? []
  return rows.map(({ id }) => id).filter((_, index) => numbers.includes(index + 1))
}

function take(box: Box, action: Step): void {
  const { writer } = box
  switch (action.do) {
    case 'add':
      writer.addMessages(box[action.folder], action.uids.map((number) => ({
        uid: number, flags: action.flags, receivedAt: minute(number % 5), raw: sampleMail({ subject: `Nr ${number}`, messageId: `m${number}@x` }),
      })))
      break
    case 'flags':
      writer.updateFlags(box[action.folder], action.uids.map((number) => ({ uid: number, flags: action.flags })))
      break
    case 'expunge':
      writer.expunge(box[action.folder], action.uids)
      break
    case 'move':
      writer.applyMove(action.task, shownIn(box, action.from, action.uids), box[action.to])
      break
    case 'mark':
      writer.applyFlag(action.task, shownIn(box, action.from, action.uids), { flag: action.on ? 'seen' : 'flagged', on: action.on })
      break
    case 'destroy':
      writer.applyDestroy(action.task, shownIn(box, action.from, action.uids))
      break
    case 'settle':
      writer.settle(action.task, action.shift === null ? {} : { movedUids: new Map(Array.from({ length: 12 }, (_, index) => [index + 1, index + 20 + action.shift!])) })
      break
    case 'turnBack':
      writer.turnBack(action.task)
      break
    case 'reset':
      writer.resetFolder(box[action.folder], 7)
      break
    case 'lose':
      writer.fetchAgain(shownIn(box, action.from, action.uids))
      break
    case 'compact':
      writer.compactSegments()
      break
    case 'reopen':
      box.reopen()
      break
  }
}

test('whatever happens in whatever order, counts, index, shown state and raw mail agree', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
    using box = new Box()
    for (const action of steps) take(box, action)
    for (const name of ['inbox', 'sent', 'archive', 'trash'] as const) expect(box.subjects(box[name])).toHaveLength(box.counts(box[name]).total)
    box.close()
    checkBox(box.directory)
    box.reopen()
  }), { numRuns: 40 })
}, 60_000)
