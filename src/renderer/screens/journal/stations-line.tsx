import { useState } from 'react'
import type { PracticeLog } from '../../../shared/contract/journal.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { faultLine, stationName, type Station } from './station-words.ts'

const fails: Readonly<Record<string, PlainTextKey>> = {
  'offline': 'journal.gatherOffline', 'no-folder': 'journal.gatherNoFolder', 'no-log-key': 'journal.gatherNoKey', 'too-many': 'journal.gatherTooMany', 'log-closed': 'journal.exportClosed',
}

interface LineProps { log: PracticeLog; fail: string | null; onRetry: () => void }

/** How the journals of all workstations stand: what was fetched, until when, and of each whether it holds. */
export function StationsLine({ log: { progress, gathered }, fail, onRetry }: LineProps) {
  const t = useText()
  const formats = useFormats()
  const [isOver, setOver] = useState(false)
  const broken = gathered?.stations.filter(({ first }) => first !== null) ?? []
  const [worst] = broken
  const silent = gathered?.stations.filter(({ entries }) => entries === 0).length ?? 0
  const isWhole = gathered !== null && broken.length === 0 && gathered.strange === 0
  return (
    <>
      {fail !== null && progress === null && (
        <Notice tone="warn" live actions={<Button size="small" onPress={onRetry}>{t('act.retry')}</Button>}>
          {t(fails[fail] ?? failWords(fail))}{gathered !== null && ` ${t('journal.gatheredUntil', { when: formats.long(gathered.at) })}`}
        </Notice>
      )}
      {worst !== undefined && (
        <Notice tone="alert" live title={t('journal.stationsBroken', { count: broken.length, name: stationName(worst, t) })} actions={<Button size="small" onPress={() => setOver(true)}>{t('journal.stations')}</Button>}>
          {worst.first !== null && faultLine(worst.first, t)} {t('journal.brokenAdvice')}
        </Notice>
      )}
      <p className="journal-state small muted">
        {progress !== null && <span role="status"><Icon name="clock" /> {progress.all === null ? t('journal.gatherBegin') : t('journal.gathering', { done: progress.done, all: progress.all })}</span>}
        {isWhole && progress === null && <span className="journal-holds"><Icon name="check" /> {t('journal.stationsHold', { count: gathered.stations.length - silent })}</span>}
        {silent > 0 && progress === null && <span>{t('journal.stationsSilent', { count: silent })}</span>}
        {gathered !== null && progress === null && <span>{gathered.from === null ? t('journal.gatheredAll', { when: formats.long(gathered.at) }) : t('journal.gatheredSince', { when: formats.long(gathered.at), since: formats.date(gathered.from) })}</span>}
        {gathered !== null && <Button size="small" look="link" onPress={() => setOver(true)}>{t('journal.stations')}</Button>}
      </p>
      {isOver && gathered !== null && <StationsDialog gathered={gathered} onClose={() => setOver(false)} />}
    </>
  )
}

function StationsDialog({ gathered: { stations, strange, isCrowded }, onClose }: { gathered: NonNullable<PracticeLog['gathered']>; onClose: () => void }) {
  const t = useText()
  return (
    <Dialog title={t('journal.stations')} onClose={onClose} size="wide">
      <div className="journal-export">
        <p>{t('journal.stationsText')}</p>
        {(strange > 0 || isCrowded) && <Notice tone="warn">{t(isCrowded ? 'journal.stationsCrowded' : 'journal.stationsStrange', { count: strange })}</Notice>}
        <ul className="journal-checks" tabIndex={0} aria-label={t('journal.stations')}>{stations.map((station) => <StationRow key={station.id} station={station} />)}</ul>
      </div>
    </Dialog>
  )
}

function StationRow({ station }: { station: Station }) {
  const t = useText()
  const formats = useFormats()
  const { first, filedAt, entries, coming, lateFrom, isOut } = station
  const isSilent = first === null && entries === 0
  const state = first === null
    ? isSilent ? t('journal.stationNever') : t('journal.holds', { count: entries })
    : faultLine(first, t)
  const further = [
    ...(filedAt === null ? [] : [t('journal.stationFiled', { when: formats.long(filedAt) })]),
    ...(coming > 0 ? [t('journal.stationComing')] : []), ...(isOut ? [t('journal.stationOut')] : []),
    ...(lateFrom === null ? [] : [t('journal.stationLate', { sequence: String(lateFrom) })]),
  ]
  return (
    <li className="journal-check">
      <div className="journal-check-words">
        <strong>{stationName(station, t)}</strong>
        <span className={first === null ? 'small journal-holds' : 'small journal-breaks'}><Icon name={first !== null ? 'alert' : isSilent ? 'info' : 'check'} /> {state}</span>
        <span className="small muted">{further.join(' ')}</span>
      </div>
    </li>
  )
}
