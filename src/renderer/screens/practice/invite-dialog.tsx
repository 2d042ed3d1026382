import { useState } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { Person } from '../../../shared/practice/person.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField } from '../../parts/field.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { handOver } from '../message/part-bytes.ts'
import { CodeRows } from './code-rows.tsx'
import { Refused } from './practice-fields.tsx'

const periods = ['1', '3', '7', '14', '30'] as const

/** A code and a file for one person's new workstation. */
export function InviteDialog({ person: { id, name }, onClose }: { person: Person; onClose: () => void }) {
  const t = useText()
  const invite = useCallOf('practice.invite')
  const [days, setDays] = useState<typeof periods[number]>('7')
  const [made, setMade] = useState<OutputOf<'practice.invite'> | null>(null)
  const [fail, setFail] = useState<string | null>(null)
  const make = async (): Promise<void> => {
    const answer = await invite.run({ id, days: Number(days) })
    if (answer.ok) setMade(answer.value)
    else setFail(answer.fail)
  }
  return (
    <Dialog
      title={t('people.inviteTitle', { name })} onClose={onClose}
      actions={made === null
        ? <><Button onPress={onClose}>{t('act.cancel')}</Button><Button look="primary" busy={invite.busy} onPress={() => void make()}>{t('people.makeInvite')}</Button></>
        : <Button look="primary" onPress={onClose}>{t('act.close')}</Button>}
    >
      <div className="practice-form">
        <p>{t('people.inviteAbout', { name })}</p>
        {made === null
          ? <SelectField label={t('people.inviteDays')} value={days} choices={periods.map((value) => ({ value, label: t('people.days', { count: Number(value) }) }))} onChange={setDays} />
          : <Made made={made} />}
        <Refused fail={fail} />
      </div>
    </Dialog>
  )
}

function Made({ made: { code, file, until } }: { made: OutputOf<'practice.invite'> }) {
  const t = useText()
  const formats = useFormats()
  const copy = (): void => void navigator.clipboard.writeText(code).then(() => announce(t('people.copied')), () => undefined)
  return (
    <>
      <div className="field">
        <span className="field-label" aria-hidden="true">{t('practice.code')}</span>
        <CodeRows code={code} label={t('practice.code')} />
      </div>
      <p className="muted">{t('people.inviteOnce', { when: formats.long(until) })}</p>
      <div className="practice-acts">
        <Button icon="copy" onPress={copy}>{t('people.copy')}</Button>
        <Button icon="download" onPress={() => handOver(new Blob([file], { type: 'application/octet-stream' }), 'uitnodiging.praktijkpost')}>{t('people.saveFile')}</Button>
      </div>
    </>
  )
}
