import type { FileFault, FullReport, OfflineStores, RestoreReport, ServerReport } from '../../app/offline-stores.ts'
import { breakWords, printBreaks, type AuditOptions } from './audit.ts'
import { Refused } from './options.ts'

const print = (line: string): void => { process.stdout.write(`${line}\n`) }

const faults: Readonly<Record<FileFault['because'], string>> = {
  pages: 'beschadigd', rows: 'klopt niet met zichzelf', log: 'beschadigd: de laatste wijzigingen zijn niet te lezen', header: 'begin van het bestand beschadigd',
  'unfinished-log': 'niet afgemaakt, zoals na een stroomstoring: de laatste wijziging kan ontbreken', 'not-encrypted': 'is niet versleuteld en dus niet van ons',
  empty: 'ontbreekt of is leeg', 'other-key': 'is van een andere sleutel', 'newer-schema': 'is van een nieuwere versie van Praktijkpost', 'disk-full': 'niet te lezen: de schijf is vol',
  damaged: 'beschadigd', missing: 'ontbreekt',
}

const caches: Readonly<Record<FullReport['cache'], string>> = {
  whole: 'heel', absent: 'nog niet opgehaald', damaged: 'beschadigd; Praktijkpost biedt bij het openen aan om alles opnieuw op te halen',
  closed: 'niet na te kijken', mended: 'wat beschadigd was is opnieuw opgehaald',
  mending: 'wat beschadigd is wordt opnieuw opgehaald zodra Praktijkpost weer open is',
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** `store check`: every page and every message on this disk, and against the servers unless `--offline`; false when something is wrong. */
export async function checkStore(stores: OfflineStores, { json, offline }: AuditOptions): Promise<boolean> {
  const report = await stores.check({ online: !offline })
  if (json) print(JSON.stringify(report))
  else printReport(report)
  return report.well
}

function printReport({ files, cache, messages, attachments, journal, backups, servers, well }: FullReport): void {
  for (const { file, because, table } of files) print(`${file}: ${faults[because]}${table === undefined ? '' : ` (${table})`}`)
  print(`kopie van de post: ${caches[cache]}`)
  print(`berichten: ${messages.checked} bekeken (${Math.ceil(messages.bytes / 1_048_576)} MB), ${messages.faulty} niet leesbaar, ${messages.awaited} worden al opnieuw opgehaald`)
  servers.forEach(printServer)
  print(`bijlagen van concepten en uitgaande post: ${attachments.checked} bekeken, ${attachments.broken} beschadigd`)
  print(`logboek: ${journal.entries} regels, ${breakWords(journal)}`)
  printBreaks(journal)
  print(`reservekopieën: ${backups.length}${backups[0] === undefined ? '' : `, de nieuwste van ${day(backups[0].at)} UTC`}`)
  print(well ? 'alles is heel' : files.some(({ file }) => file.startsWith('state.db')) ? 'zet een reservekopie terug met store restore' : 'niet alles is heel')
}

function printServer({ mailbox, compared, fetchedAgain, mended, untrue, problem }: ServerReport): void {
  if (problem === 'left-to-program') {
    print(`gedeeld postvak met een eigen wachtwoord (${mailbox}): niet met de server vergeleken; dat doet Praktijkpost zelf, als het open is`)
    return
  }
  print(`${mailbox}: ${compared} berichten vergeleken met de server, ${fetchedAgain + mended} opnieuw opgehaald${problem === null ? '' : `; niet alles: ${problem}`}`)
  if (untrue > 0) print(`  de server noemt van ${untrue} berichten een andere lengte dan hij geeft; wat hier staat is wat hij geeft`)
}

/** `store restore`: a backup in the place of what was damaged. */
export function restoreStore(stores: OfflineStores, { json, backup }: AuditOptions): boolean {
  const report = stores.restore(backup)
  if (json) print(JSON.stringify(report))
  else printRestored(report)
  return report.kind === 'restored' || report.kind === 'not-needed' || report.kind === 'mended' || report.kind === 'mended-but-end'
}

function printHeld({ held, isJournalWhole, isPracticeKnown }: { held: number; isJournalWhole: boolean; isPracticeKnown: boolean }): void {
  if (held > 0) print(`${held} berichten in het postvak uit kunnen al verzonden zijn: ze wachten tot iemand dat zegt`)
  if (!isJournalWhole) print('het logboek heeft een gat: wat daar stond kon niet worden gered')
  if (!isPracticeKnown) print('bij welke praktijk deze werkplek sindsdien hoorde is niet te lezen: wat daarna gebeurde gaat naar geen logboek van een praktijk voordat haar server het zegt')
}

function printRestored(report: RestoreReport): void {
  switch (report.kind) {
    case 'restored':
      print(`teruggezet: de reservekopie van ${day(report.backupAt)} UTC; wat er stond ligt in ${report.aside}`)
      printHeld(report)
      return
    case 'mended': print(`hersteld uit de tweede kopie op deze computer: er is niets verloren; wat er stond ligt in ${report.aside}`); return
    case 'mended-but-end': print(`hersteld uit de tweede kopie op deze computer, op de wijzigingen van de laatste seconde na; wat er stond ligt in ${report.aside}`); printHeld(report); return
    case 'not-needed': print('er is niets om terug te zetten: instellingen, concepten en uitgaande post zijn heel'); return
    case 'no-such-backup': throw new Refused(`die reservekopie is er niet; wel: ${report.backups.map(({ name }) => name).join(', ') || 'geen enkele'}`)
    case 'no-backup': print(`er is geen hele reservekopie (${report.skipped.length} beschadigd); er is niets gewijzigd`); return
    case 'disk-full': print('de schijf is vol; er is niets gewijzigd'); return
  }
}
