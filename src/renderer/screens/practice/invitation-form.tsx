import { useState, type ChangeEvent, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { INVITATION_CHARS } from '../../../shared/contract/practice.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { MistypedRows } from './code-rows.tsx'
import { AreaField, PracticeFact, Refused } from './practice-fields.tsx'
import './practice.css'

/** As it was given, with what it holds. */
export interface Invitation extends OutputOf<'practice.readInvitation'> { readonly code: string }

/** The code or the file, read before anything is done with it. */
export function InvitationForm({ onRead, onClose, closeWord }: { onRead: (invitation: Invitation) => void; onClose: () => void; closeWord: 'act.cancel' | 'act.back' }) {
  const t = useText()
  const core = useCore()
  const [code, setCode] = useState('')
  const [fail, setFail] = useState<string | null>(null)
  const [rows, setRows] = useState<OutputOf<'practice.rowsOfCode'>>([])
  const look = async (text: string): Promise<void> => {
    const given = text.trim()
    const fits = given !== '' && given.length <= INVITATION_CHARS
    const answer = fits ? await core.ask('practice.readInvitation', { code: given }) : { ok: false as const, fail: 'not-an-invitation' }
    if (answer.ok) {
      onRead({ ...answer.value, code: given })
      return
    }
    const typed = fits && (answer.fail === 'damaged' || answer.fail === 'not-an-invitation') ? await core.ask('practice.rowsOfCode', { code: given }) : null
    setRows(typed?.ok === true ? typed.value : [])
    setFail(answer.fail)
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void look(code)
  }
  return (
    <form className="practice-form" onSubmit={onSubmit}>
      <AreaField label={t('practice.code')} hint={t('joining.codeHint')} value={code} onChange={(text) => { setCode(text); setFail(null) }} maxLength={INVITATION_CHARS} rows={4} code />
      {fail !== null && rows.length > 0 ? <MistypedRows rows={rows} /> : <Refused fail={fail} />}
      <div className="practice-acts">
        <Button type="submit" look="primary">{t('practice.readCode')}</Button>
        <FileButton onText={(text) => void look(text)} />
        <Button look="quiet" onPress={onClose}>{t(closeWord)}</Button>
      </div>
    </form>
  )
}

function FileButton({ onText }: { onText: (text: string) => void }) {
  const t = useText()
  const chosen = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0]
    event.target.value = ''
    // A file that is no invitation is not read whole either.
    if (file !== undefined) void file.slice(0, INVITATION_CHARS + 1).text().then(onText)
  }
  return (
    <label className="button button-plain button-normal practice-file">
      <span className="button-words">{t('practice.chooseFile')}</span>
      <input type="file" className="only-heard" onChange={chosen} />
    </label>
  )
}

/** What it is an invitation to, for whom, and how long it holds. */
export function InvitationFacts({ invitation: { practice, person, address, until, account } }: { invitation: Invitation }) {
  const t = useText()
  const formats = useFormats()
  if (practice === '') return <p>{t('practice.onlyCode')}</p>
  const server = ({ host, port, security }: { host: string; port: number; security: 'tls' | 'starttls' }): string => `${host}:${port} · ${security === 'tls' ? 'TLS' : 'STARTTLS'}`
  return (
    <dl className="contact-facts">
      <PracticeFact label={t('practice.invitedTo')}>{practice}</PracticeFact>
      <PracticeFact label={t('practice.invitedAs')}>{person} · {address}</PracticeFact>
      {account !== null && <PracticeFact label={t('joining.servers')}>{server(account.imap)}<br />{server(account.smtp)}</PracticeFact>}
      <PracticeFact label={t('practice.validUntil')}>{formats.long(until)}</PracticeFact>
    </dl>
  )
}
