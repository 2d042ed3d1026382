import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { saidOf, stepFor } from '../../../shared/mail/time-left.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import type { Progress } from './connection.ts'
import './copy-progress.css'

type Hold = NonNullable<OutputOf<'copying.state'>['hold']>
/** Why a copy waits: a person and the computer first, then the line. */
type Wait = Hold | { readonly kind: 'line' | 'stopped' }

/** How far the first copy is, in the foot of the window; pressed, it shows all of it and can be paused. */
export function CopyProgress({ progress }: { progress: Progress }) {
  const t = useText()
  const state = useQueryOf('copying.state', {})
  const hold = state.state === 'ready' ? state.value.hold : null
  const wait: Wait | null = hold ?? (progress.waits === null ? null : { kind: progress.waits })
  const left = useLeft(wait === null ? progress.left : null, t)
  return (
    <DialogTrigger>
      <AriaButton className="foot-copying">
        <Bar share={progress.share} />
        <span>{footWords({ progress, wait, left }, t)}</span>
      </AriaButton>
      {/* The dialog itself: what closes it for who cannot see it stands inside. */}
      <Popover className="popover" placement="top start" offset={6} aria-label={t('copying.title')}>
        <div className="copy-panel">
          <h2>{t('copying.title')}</h2>
          <Bar share={progress.share} />
          <Facts progress={progress} />
          {wait === null ? <p>{left === null ? t('copying.leftUnknown') : capital(left)}</p> : <Waits wait={wait} />}
          <Verb hold={hold} />
        </div>
      </Popover>
    </DialogTrigger>
  )
}

function Bar({ share }: { share: number }) {
  const t = useText()
  return <progress className="foot-progress" max={1} value={share} aria-label={t('copying.label')} />
}

/** In words that do not waver with the estimate. */
function useLeft(left: number | null, t: Translate): string | null {
  const [shown, setShown] = useState<number | null>(null)
  const step = left === null ? null : stepFor(left, shown)
  if (step !== shown) setShown(step)
  if (step === null) return null
  const said = saidOf(step)
  switch (said.kind) {
    case 'moment': return t('copying.leftMoment')
    case 'minutes': return t('copying.leftMinutes', { count: said.count })
    case 'hours': return t('copying.leftHours', { count: said.count })
    case 'days': return t('copying.leftDays')
  }
}

const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`

function footWords({ progress: { done, total }, wait, left }: { progress: Progress; wait: Wait | null; left: string | null }, t: Translate): string {
  const values = { done, total }
  switch (wait?.kind) {
    case 'paused': return t('copying.footPaused', values)
    case 'battery': return t('copying.footBattery', values)
    case 'metered': return t('copying.footMetered', values)
    case 'line': return t('copying.footLine', values)
    case 'stopped': return t('copying.footStopped', values)
    case undefined: return left === null ? t('copying.foot', values) : t('copying.footLeft', { ...values, left })
  }
}

function Facts({ progress: { done, total, bytes, rate } }: { progress: Progress }) {
  const t = useText()
  const formats = useFormats()
  return (
    <ul className="copy-facts">
      <li>{t('copying.done', { done, count: total })}</li>
      <li>{t('copying.bytes', { size: formats.bytes(bytes) })}</li>
      {rate !== null && <li>{t('copying.rate', { count: Math.max(1, Math.round(rate.messages)), size: formats.bytes(rate.bytes) })}</li>}
    </ul>
  )
}

const means: Record<Wait['kind'], PlainTextKey> = {
  paused: 'copying.pausedMeans', battery: 'copying.batteryMeans', metered: 'copying.meteredMeans', line: 'copying.lineMeans', stopped: 'copying.stoppedMeans',
}

function Waits({ wait }: { wait: Wait }) {
  const t = useText()
  return (
    <p className="copy-waits">
      <Icon name={wait.kind === 'stopped' ? 'alert' : 'clock'} size={14} />
      <span><strong>{reason(wait, t)}.</strong> {t(means[wait.kind])}</span>
    </p>
  )
}

function reason(wait: Wait, t: Translate): string {
  switch (wait.kind) {
    case 'paused': return t('copying.paused')
    case 'battery': return wait.percent === null ? t('copying.batteryUnknown') : t('copying.battery', { percent: wait.percent })
    case 'metered': return t('copying.metered')
    case 'line': return t('copying.line')
    case 'stopped': return t('copying.stopped')
  }
}

/** What can be done about it. While the line is away there is something to pause too. */
function Verb({ hold }: { hold: Hold | null }) {
  const t = useText()
  const pause = useCallOf('copying.pause')
  const resume = useCallOf('copying.resume')
  switch (hold?.kind) {
    case undefined: return <div><Button busy={pause.busy} onPress={() => void pause.run({})}>{t('copying.pause')}</Button></div>
    case 'paused': return <div><Button busy={resume.busy} onPress={() => void resume.run({})}>{t('copying.resume')}</Button></div>
    case 'battery':
    case 'metered': return (
      <div className="copy-verbs">
        <Button busy={resume.busy} onPress={() => void resume.run({})}>{t('copying.goOn')}</Button>
        <Button look="quiet" busy={pause.busy} onPress={() => void pause.run({})}>{t('copying.pause')}</Button>
      </div>
    )
  }
}
