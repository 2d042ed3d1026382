/**
 * The verdict on mail that means to deceive, through the command itself, on real signed zones: nothing may be called
 * `safe` or `internal` that is not (issue 4), and honest mail keeps its name.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from '../corpora/forged/accounts.ts'
import { forgedMails } from '../corpora/forged/all.ts'
import type { ForgedMail, State } from '../corpora/forged/case.ts'
import { liedAbout, mailLiedAbout } from '../corpora/forged/families/lied-about.ts'
import { startLiar } from '../corpora/forged/lying-resolver.ts'
import { startNameServers, type NameServers } from '../corpora/forged/zones.ts'

const command = path.resolve(import.meta.dirname, '../../bin/praktijkpost.js')

type Verdict = { file: string; state: State; row: string; reasons: { code: string }[] }
type Judged = ForgedMail & { verdict: Verdict | undefined }
type Place = { readonly folder: string; readonly resolver: string; readonly trustAnchorFile: string }

/** One run of the command for all files of one account and one moment of receipt. */
async function judgeTogether(mails: readonly ForgedMail[], { folder, resolver, trustAnchorFile }: Place): Promise<Judged[]> {
  const { account, receivedAt } = mails[0]!
  const place = await mkdtemp(path.join(folder, `${account}-`))
  const files = mails.map(({ id }) => path.join(place, `${id}.eml`))
  await Promise.all(mails.map(({ raw }, index) => writeFile(files[index]!, raw)))
  const accountFile = path.join(place, 'ACCOUNT.json')
  await writeFile(accountFile, JSON.stringify(accounts[account]))
  const { stdout } = await promisify(execFile)(process.execPath, [
    command, 'verdict', ...files, '--account', accountFile, '--resolver', resolver, '--trust-anchor', trustAnchorFile, '--received', receivedAt, '--json',
  ], { maxBuffer: 256 << 20 })
  const verdicts = stdout.trim().split('\n').map((line) => JSON.parse(line) as Verdict)
  const byFile = new Map(verdicts.map((verdict) => [verdict.file, verdict]))
  return mails.map((mail, index) => ({ ...mail, verdict: byFile.get(files[index]!) }))
}

/** Families in which some server never answers: each waits for itself, beside the others. */
const waiting: readonly string[] = ['half', 'zone', 'organization']

async function judgeAll(mails: readonly ForgedMail[], place: Place): Promise<Judged[]> {
  const groups = Map.groupBy(mails, ({ account, receivedAt, family }) => `${account} ${receivedAt} ${waiting.includes(family) ? family : ''}`)
  return (await Promise.all([...groups.values()].map((group) => judgeTogether(group, place)))).flat()
}

const saying = ({ id, states, row, why, verdict }: Judged): string =>
  `${id}: ${verdict === undefined ? 'no verdict' : `${verdict.state} ${verdict.row} (${verdict.reasons.map(({ code }) => code).join(' ')})`}, not ${states.join('|')} ${row ?? ''}; ${why}`

const differs = ({ states, verdict }: Judged): boolean => verdict === undefined || !states.includes(verdict.state)

let servers: NameServers
let folder: string
beforeAll(async () => {
  servers = await startNameServers()
  folder = await mkdtemp(path.join(tmpdir(), 'forged-'))
})
afterAll(async () => {
  await servers[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

describe('forged and honest mail', () => {
  let judged: readonly Judged[] = []
  beforeAll(async () => {
    judged = await judgeAll(forgedMails(), { ...servers, folder })
  })

  test('nothing is called safe or internal that is not', () => {
    expect(judged.length).toBeGreaterThan(850)
    expect(judged.filter(differs).filter(({ verdict }) => verdict?.state === 'safe' || verdict?.state === 'internal').map(saying)).toEqual([])
  })

  test('every message gets the state that the norm gives it', () => {
    expect(judged.filter(differs).map(saying)).toEqual([])
  })

  test('and by the row that the norm gives', () => {
    expect(judged.filter((one) => !differs(one) && one.row !== null && one.row !== one.verdict?.row).map(saying)).toEqual([])
  })
})

describe('a resolver that lies', () => {
  test('makes no mail safe', async () => {
    await using liar = await startLiar(servers.resolver, (name) => liedAbout.get(name))
    const judged = await judgeAll(mailLiedAbout(), { ...servers, folder, resolver: liar.resolver })
    expect(judged.filter(differs).map(saying)).toEqual([])
  })
})
