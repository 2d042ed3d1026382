import { detectCases, detectFiles, type FileDetection } from '../../app/detect-files.ts'
import { startPdfReader } from '../../app/threads/pdf-host.ts'
import { ownTerms } from '../../app/threads/term-list.ts'
import { readOptions, Refused } from './options.ts'

const options = { cases: { type: 'string' }, practice: { type: 'string' }, json: { type: 'boolean', default: false } } as const

/** `detect FILE...` and `detect --cases FILE`: every level is a finding, so 0 as soon as all were looked at. */
export async function detect(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, options)
  if ((values.cases === undefined) === (positionals.length === 0)) throw new Refused('detect: geef bestanden met een bericht, of --cases met een bestand met een geval per regel')
  if (values.cases !== undefined) return ofCases(values.cases)
  await using pdfs = startPdfReader()
  for await (const found of detectFiles(positionals, { terms: ownTerms(), practice: values.practice ?? null, readPdf: pdfs.read })) {
    process.stdout.write(`${values.json ? JSON.stringify(found) : inWords(found)}\n`)
  }
  return 0
}

async function ofCases(file: string): Promise<number> {
  try {
    for await (const answer of detectCases(file, ownTerms())) process.stdout.write(`${JSON.stringify(answer)}\n`)
    return 0
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error) throw new Refused(`--cases: het bestand ${file} is niet te lezen (${String(error.code)})`)
    throw error
  }
}

/** PHI-11: nothing found is not the same as safe. */
const labels = { none: 'geen aanwijzingen gevonden', possible: 'mogelijk gezondheidsinformatie', strong: 'gezondheidsinformatie' } as const

function inWords(found: FileDetection): string {
  if ('error' in found) return `${found.file}: niet te lezen (${found.error})`
  const rules = found.rules.map(({ rule, count }) => `${rule} ${count}x`).join(', ')
  return `${found.file}: ${labels[found.level]}${rules === '' ? '' : ` (${rules})`}`
}
