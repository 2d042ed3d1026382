import { nothingFiled, reportOf, type FiledFolder, type FiledJournal, type WholeSegment } from './verify-segments.ts'

/** A segment that a workstation said, signed, that it filed. */
export type SaidSegment = Pick<WholeSegment, 'device' | 'from' | 'to' | 'head' | 'hash'>

/**
 * Beside what workstations said that they filed: shows a journal that lost its end, or was put in the place of the one that was filed,
 * both of which hold by themselves.
 */
export function besideSaid({ report, whole }: FiledFolder, said: readonly SaidSegment[]): FiledFolder {
  const known = new Map(report.devices.map((journal) => [journal.device, journal]))
  for (const device of new Set(said.map((one) => one.device))) {
    const journal = known.get(device) ?? nothingFiled(device)
    if (journal.first === null) known.set(device, { ...journal, first: faultOf(whole, said.filter((one) => one.device === device)) })
  }
  return { report: reportOf([...known.values()], report.strange), whole }
}

/** The first that is not there as it was said. */
function faultOf(whole: readonly WholeSegment[], said: readonly SaidSegment[]): FiledJournal['first'] {
  for (const { device, from, to, hash } of said.toSorted((one, other) => one.from - other.from)) {
    const there = whole.filter((one) => one.device === device && one.from <= to && one.to >= from)
    if (there.some((one) => one.hash === hash)) continue
    const [other] = there
    return { file: other?.file ?? '', device, sequence: from, kind: other === undefined ? 'gap' : 'not-as-filed' }
  }
  return null
}
