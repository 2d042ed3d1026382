import { useState } from 'react'
import type { BookContact, ConsentScope } from '../../../shared/contract/address-book.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { bookFail, scopeWords } from './contact-words.ts'

type Consent = OutputOf<'book.contact'>['consents'][number]
const scopes = ['logistic', 'general', 'both'] as const satisfies readonly ConsentScope[]

/** To what ordinary mail a patient consented, who recorded it, and what was withdrawn (CF-11). */
export function ConsentPart({ contact, consents }: { contact: BookContact; consents: readonly Consent[] }) {
  const t = useText()
  const formats = useFormats()
  const give = useCallOf('book.giveConsent')
  const withdraw = useCallOf('book.withdrawConsent')
  const [scope, setScope] = useState<ConsentScope>('logistic')
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const past = consents.filter((one) => one.withdrawnAt !== null)
  const answered = (answer: { ok: true } | { ok: false; fail: string }, said: PlainTextKey): void => {
    setFail(answer.ok ? null : bookFail(answer.fail))
    if (answer.ok) announce(t(said))
  }
  const { consent } = contact
  return (
    <section className="contact-part">
      <h3>{t('book.consent')}</h3>
      <p className="muted small">{t('book.consentAbout')}</p>
      {consent === null
        ? (
          <>
            <p>{t('book.consentNone')}</p>
            <div className="consent-give">
              <SelectField label={t('book.consentFor')} value={scope} onChange={setScope} choices={scopes.map((one) => ({ value: one, label: t(scopeWords[one]) }))} />
              <Button busy={give.busy} onPress={() => void give.run({ id: contact.id, scope }).then((answer) => answered(answer, 'book.consentGiven'))}>{t('book.giveConsent')}</Button>
            </div>
          </>
        )
        : (
          <div className="consent-stands">
            <p>{t('book.consentStands', { scope: t(scopeWords[consent.scope]), name: consent.by, when: formats.date(consent.at) })}</p>
            <Button size="small" busy={withdraw.busy} onPress={() => void withdraw.run({ id: contact.id }).then((answer) => answered(answer, 'book.consentWithdrawn'))}>{t('book.withdraw')}</Button>
          </div>
        )}
      {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
      {past.length > 0 && (
        <>
          <h4 className="contact-subhead">{t('book.history')}</h4>
          <ul className="consent-past">{past.map((one) => <li key={`${one.givenAt} ${String(one.withdrawnAt)}`} className="muted small">{endedWords(one, t, formats)}</li>)}</ul>
        </>
      )}
    </section>
  )
}

const endedWords = ({ scope, givenBy, givenAt, withdrawnBy, withdrawnAt }: Consent, t: ReturnType<typeof useText>, formats: ReturnType<typeof useFormats>): string =>
  t('book.consentEnded', { scope: t(scopeWords[scope]), name: givenBy, when: formats.date(givenAt), by: withdrawnBy ?? '', ended: withdrawnAt === null ? '' : formats.date(withdrawnAt) })
