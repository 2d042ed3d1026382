import { createCore } from '../../../src/main/app/core.ts'
import { fileSecrets } from '../../../src/main/app/secret-store.ts'

/** The whole core in a process of its own, behind a line of questions: to be killed, or to live at another time than ours. */
export interface CoreStart {
  readonly directory: string
  readonly origin: string
  /** How far this workstation's clock is ahead of the true one. */
  readonly aheadMs: number
}
export interface Question { readonly id: number; readonly name: string; readonly input: unknown }
export interface Reply { readonly id: number; readonly answer: unknown }

const { directory, origin, aheadMs } = JSON.parse(process.argv[2] ?? '') as CoreStart
const right = Date.now.bind(Date)
Date.now = () => right() + aheadMs

const core = createCore({
  dataDirectory: directory, secrets: fileSecrets(directory), origin, relyingPartyId: 'localhost', shell: 'loopback', version: '0.0.0', demo: null,
  // Nobody listens there: no names are asked of the machine's resolver.
  lookUps: { upstream: { kind: 'tcp', host: '127.0.0.1', port: 1 }, trustAnchor: null },
})

process.on('message', ({ id, name, input }: Question) => {
  const answer = name === 'close' ? core.close() : core.answer(name, input)
  void answer.then((value: unknown) => { process.send?.({ id, answer: value } satisfies Reply) })
})
// A test that broke off leaves nothing running.
process.once('disconnect', () => { process.exit() })
process.send?.({ id: 0, answer: null } satisfies Reply)
