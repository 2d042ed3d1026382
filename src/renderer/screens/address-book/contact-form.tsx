import { useState, type SyntheticEvent } from 'react'
import type { BookContact, TypedContact } from '../../../shared/contract/address-book.ts'
import { readMobile, showMobile } from '../../../shared/norm/mobile-number.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, SelectField, Switch, TextField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { bookFail, communities, kindWords, nameOf } from './contact-words.ts'

interface ContactFormProps { id: string | null; onClose: () => void; onKept: (id: string) => void }

const nobody: TypedContact = {
  address: '', name: '', organisation: '', kind: 'unknown', mobile: '', isVerified: false, community: null, isOutsideEea: false, isAllSecure: false, isStaffPrivate: false,
}

const typedOf = ({ address, name, organisation, kind, mobile, community, isOutsideEea, isAllSecure, isStaffPrivate }: BookContact): TypedContact => ({
  address, name, organisation, kind, mobile: mobile === null ? '' : showMobile(mobile), isVerified: false, community, isOutsideEea, isAllSecure, isStaffPrivate,
})

/** Adds a contact, or changes one. */
export function ContactForm({ id, onClose, onKept }: ContactFormProps) {
  const t = useText()
  const live = useQueryOf('book.contact', { id: id ?? '-' }, { enabled: id !== null })
  if (id === null) return <Form id={null} before={null} onClose={onClose} onKept={onKept} />
  switch (live.state) {
    case 'loading': return <Ghosts rows={5} shape="line" />
    case 'failed': return <EmptyState icon="people" title={t(bookFail(live.fail))} />
    case 'ready': return <Form id={id} before={live.value.contact} onClose={onClose} onKept={onKept} />
  }
}

/** Which field a refusal is about. */
const about: Readonly<Record<string, 'address' | 'mobile'>> = { 'not-an-address': 'address', 'already-there': 'address', 'not-a-mobile': 'mobile' }

function Form({ id, before, onClose, onKept }: ContactFormProps & { before: BookContact | null }) {
  const t = useText()
  const save = useCallOf('book.save')
  const [typed, setTyped] = useState<TypedContact>(() => (before === null ? nobody : typedOf(before)))
  const [fail, setFail] = useState<string | null>(null)
  const change = (part: Partial<TypedContact>): void => {
    setTyped((now) => ({ ...now, ...part }))
    setFail(null)
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void save.run({ id, contact: typed }).then((answer) => { if (answer.ok) onKept(answer.value.id); else setFail(answer.fail) })
  }
  const problem = (field: 'address' | 'mobile'): string | undefined => (fail !== null && about[fail] === field ? t(bookFail(fail)) : undefined)
  return (
    <form className="contact-form" onSubmit={onSubmit} aria-label={before === null ? t('book.new') : nameOf(before)}>
      <h2 className="contact-name">{before === null ? t('book.new') : nameOf(before)}</h2>
      <TextField label={t('book.name')} value={typed.name} onChange={(name) => change({ name })} maxLength={200} autoComplete="off" autoFocus />
      <TextField label={t('book.address')} value={typed.address} onChange={(address) => change({ address })} maxLength={320} autoComplete="off" inputMode="email" code problem={problem('address')} />
      <ChoiceField
        label={t('book.kind')} hint={t('book.kindHint')} value={typed.kind} onChange={(kind) => change({ kind })}
        choices={(['person', 'professional', 'unknown'] as const).map((kind) => ({ value: kind, label: t(kindWords[kind]) }))}
      />
      {typed.kind !== 'person' && <TextField label={t('book.organisation')} value={typed.organisation} onChange={(organisation) => change({ organisation })} maxLength={200} autoComplete="off" />}
      <TextField label={t('book.mobile')} hint={t('book.mobileHint')} value={typed.mobile} onChange={(mobile) => change({ mobile })} maxLength={40} autoComplete="off" problem={problem('mobile')} />
      {asksVerification(before, typed) && <Switch label={t('book.verified')} hint={t('book.verifiedHint')} on={typed.isVerified} onChange={(isVerified) => change({ isVerified })} />}
      <SelectField
        label={t('book.community')} value={typed.community ?? ''} onChange={(community) => change({ community: community === '' ? null : community })}
        choices={[{ value: '', label: t('book.communityNone') }, ...knownCommunities(typed.community)]}
      />
      <Switch label={t('book.allSecure')} hint={t('book.allSecureHint')} on={typed.isAllSecure} onChange={(isAllSecure) => change({ isAllSecure })} />
      <Switch label={t('book.outsideEea')} hint={t('book.outsideEeaHint')} on={typed.isOutsideEea} onChange={(isOutsideEea) => change({ isOutsideEea })} />
      <Switch label={t('book.staffPrivate')} hint={t('book.staffPrivateHint')} on={typed.isStaffPrivate} onChange={(isStaffPrivate) => change({ isStaffPrivate })} />
      {fail !== null && about[fail] === undefined && <Notice tone="alert" live>{t(bookFail(fail))}</Notice>}
      <div className="contact-form-acts">
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="primary" type="submit" busy={save.busy}>{t('book.keep')}</Button>
      </div>
    </form>
  )
}

/** Only of a number, and not of one that somebody verified already. */
function asksVerification(before: BookContact | null, { mobile }: TypedContact): boolean {
  if (mobile.trim() === '') return false
  return before === null || before.mobileVerified === null || readMobile(mobile) !== before.mobile
}

/** One that this version does not know keeps its own name. */
const knownCommunities = (kept: string | null): { value: string; label: string }[] => {
  const all = communities.map(({ id, label }) => ({ value: id, label }))
  return kept === null || communities.some(({ id }) => id === kept) ? all : [...all, { value: kept, label: kept }]
}
