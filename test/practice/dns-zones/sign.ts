import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from '../servers/running.ts'
import type { SignedZones } from '../servers/zones.ts'
import { zoneList, type ZoneSpec } from './zone-list.ts'

const fileOf = (name: string): string => (name === '.' ? 'root' : name)
const dotted = (name: string): string => (name === '.' ? '.' : `${name}.`)

/** ldns-signzone takes `YYYYMMDD`. */
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')

type Keyed = { readonly spec: ZoneSpec; readonly key: string; readonly otherDs: string }

async function makeKey(folder: string, { name, algorithm = 'ECDSAP256SHA256' }: ZoneSpec): Promise<string> {
  const made = await run(['ldns-keygen', '-k', '-a', algorithm, '-b', '2048', '-r', '/dev/urandom', dotted(name)], { cwd: folder })
  return made.trim()
}

/** A zone's children in the list: those right below it, and for the root its one child. */
const isParent = (zone: string, child: string): boolean =>
  child !== '.' && (child.includes('.') ? child.slice(child.indexOf('.') + 1) : '.') === zone

const dsOf = async (folder: string, { spec, key, otherDs }: Keyed): Promise<string> =>
  spec.state === 'unsigned' ? '' : spec.state === 'wrong-ds' ? otherDs : readFile(path.join(folder, `${key}.ds`), 'utf8')

async function writeZone(folder: string, own: Keyed, children: readonly Keyed[]): Promise<void> {
  const { name, records } = own.spec
  const delegated = records.filter((record) => / NS /.test(record)).map((record) => record.split(' ')[0])
  const missing = children.filter(({ spec }) => !delegated.includes(spec.name.split('.')[0]))
  const signers = await Promise.all(children.map((child) => dsOf(folder, child)))
  const lines = [
    `$ORIGIN ${dotted(name)}`, '$TTL 300', '@ SOA ns.test. beheer.test. 1 3600 600 86400 120', '@ NS ns.test.',
    ...records, ...missing.map(({ spec }) => `${dotted(spec.name)} NS ns.test.`), ...signers, '',
  ]
  await writeFile(path.join(folder, fileOf(name)), lines.join('\n'))
}

async function signZone(folder: string, { spec, key }: Keyed): Promise<void> {
  const file = fileOf(spec.name)
  const served = path.join(folder, `${file}.served`)
  if (spec.state === 'unsigned' || spec.state === 'stripped') return rename(path.join(folder, file), served)
  const [from, until] = spec.valid ?? [-2, 60]
  const { nsec3 } = spec
  const hashed = nsec3 === undefined ? [] : ['-n', '-t', String(nsec3.iterations), ...(nsec3.salt === undefined ? [] : ['-s', nsec3.salt]), ...(nsec3.isOptOut === true ? ['-p'] : [])]
  await run(['ldns-signzone', '-i', day(from), '-e', day(until), '-o', dotted(spec.name), ...hashed, '-f', served, file, key], { cwd: folder })
}

/** Makes keys, and signs from the leaves up: a parent is signed with its children's DS inside. */
export async function signZoneList(folder: string): Promise<SignedZones> {
  await mkdir(folder, { recursive: true })
  const stranger = await makeKey(folder, { name: 'verkeerd.test', records: [] })
  const otherDs = await readFile(path.join(folder, `${stranger}.ds`), 'utf8')
  const keyed = await Promise.all(zoneList.map(async (spec) => ({ spec, key: await makeKey(folder, spec), otherDs })))
  for (const own of keyed) {
    await writeZone(folder, own, keyed.filter(({ spec }) => isParent(own.spec.name, spec.name)))
    await signZone(folder, own)
  }
  const root = keyed.find(({ spec }) => spec.name === '.')!
  const trustAnchorFile = path.join(folder, 'trust-anchor.ds')
  await writeFile(trustAnchorFile, await dsOf(folder, root))
  return { names: zoneList.map(({ name }) => name), trustAnchorFile }
}
