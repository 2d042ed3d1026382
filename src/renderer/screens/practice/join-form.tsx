import { useState, type ChangeEvent, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useCallOf, useCore, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { AreaField, PracticeFact, Refused } from './practice-fields.tsx'

/** No invitation is longer; what is, is another file. */
const CODE_CHARS = 20_000

type Invitation = OutputOf<'practice.readInvitation'>

/** The joining side: the code or the file, what it holds, and the request. */
export function JoinForm({ onClose }: { onClose: () => void }) {
  const t = useText()
  const core = useCore()
  const [code, setCode] = useState('')
  const [read, setRead] = useState<Invitation | null>(null)
  const [fail, setFail] = useState<string | null>(null)
  const look = async (text: string): Promise<void> => {
    setCode(text)
    const answer = text.trim() === '' || text.length > CODE_CHARS ? { ok: false as const, fail: 'not-an-invitation' } : await core.ask('practice.readInvitation', { code: text.trim() })
    setRead(answer.ok ? answer.value : null)
    setFail(answer.ok ? null : answer.fail)
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void look(code)
  }
  if (read !== null) return <Request code={code.trim()} read={read} onBack={() => setRead(null)} />
  return (
    <>
      <h1 className="practice-question">{t('practice.joinTitle')}</h1>
      <form className="practice-form" onSubmit={onSubmit}>
        <p>{t('practice.joinAbout')}</p>
        <AreaField label={t('practice.code')} value={code} onChange={(text) => { setCode(text); setFail(null) }} maxLength={CODE_CHARS} />
        <Refused fail={fail} />
        <div className="practice-acts">
          <Button type="submit" look="primary">{t('practice.readCode')}</Button>
          <FileButton onText={(text) => void look(text)} />
          <Button look="quiet" onPress={onClose}>{t('act.cancel')}</Button>
        </div>
      </form>
    </>
  )
}

function FileButton({ onText }: { onText: (text: string) => void }) {
  const t = useText()
  const chosen = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0]
    event.target.value = ''
    // A file that is no invitation is not read whole either.
    if (file !== undefined) void file.slice(0, CODE_CHARS + 1).text().then(onText)
  }
  return (
    <label className="button button-plain button-normal practice-file">
      <span className="button-words">{t('practice.chooseFile')}</span>
      <input type="file" className="only-heard" onChange={chosen} />
    </label>
  )
}

function Request({ code, read, onBack }: { code: string; read: Invitation; onBack: () => void }) {
  const t = useText()
  const formats = useFormats()
  const accounts = useQueryOf('accounts.list', {})
  const join = useCallOf('practice.join')
  const [label, setLabel] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [fail, setFail] = useState<string | null>(null)
  const all = accounts.state === 'ready' ? accounts.value : []
  const accountId = chosen ?? all.find(({ address }) => address === read.address)?.id ?? all[0]?.id
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (accountId !== undefined) void join.run({ code, accountId, label: label.trim() }).then((answer) => setFail(answer.ok ? null : answer.fail))
  }
  return (
    <>
      <h1 className="practice-question">{t('practice.joinTitle')}</h1>
      <form className="practice-form" onSubmit={onSubmit}>
        {read.practice === ''
          ? <p>{t('practice.onlyCode')}</p>
          : (
            <dl className="contact-facts">
              <PracticeFact label={t('practice.invitedTo')}>{read.practice}</PracticeFact>
              <PracticeFact label={t('practice.invitedAs')}>{read.person} · {read.address}</PracticeFact>
              <PracticeFact label={t('practice.validUntil')}>{formats.long(read.until)}</PracticeFact>
            </dl>
          )}
        {accountId === undefined
          ? <Notice>{t('practice.noAccount')}</Notice>
          : <SelectField label={t('practice.account')} value={accountId} choices={all.map(({ id, address }) => ({ value: id, label: address }))} onChange={setChosen} />}
        <TextField label={t('practice.label')} hint={t('practice.labelHint')} value={label} onChange={setLabel} maxLength={200} isRequired autoFocus />
        <Refused fail={fail} />
        <div className="practice-acts">
          <Button type="submit" look="primary" busy={join.busy} isDisabled={accountId === undefined || label.trim() === ''}>{t('practice.ask')}</Button>
          <Button onPress={onBack}>{t('act.back')}</Button>
        </div>
      </form>
    </>
  )
}
