import { useState, type ReactNode } from 'react'
import type { BookContact } from '../../../shared/contract/address-book.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { showMobile } from '../../../shared/norm/mobile-number.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { CarePart } from './care-part.tsx'
import { ConsentPart } from './consent-part.tsx'
import { bookFail, communityLabel, domainLook, kindWords, nameOf, sourceWords } from './contact-words.ts'

interface ContactDetailProps { id: string; onEdit: () => void; onWriteTo: (address: string) => void; onRemoved: () => void }

/** Everything that is known of a contact, and what somebody vouched for. */
export function ContactDetail({ id, onEdit, onWriteTo, onRemoved }: ContactDetailProps) {
  const t = useText()
  const live = useQueryOf('book.contact', { id })
  switch (live.state) {
    case 'loading': return <Ghosts rows={5} shape="line" />
    case 'failed': return live.fail === 'no-such-contact'
      ? <EmptyState icon="people" title={t('book.gone')} />
      : <div className="book-notice"><Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t(bookFail(live.fail))}</Notice></div>
    case 'ready': return <Known known={live.value} onEdit={onEdit} onWriteTo={onWriteTo} onRemoved={onRemoved} />
  }
}

function Known({ known, onEdit, onWriteTo, onRemoved }: Omit<ContactDetailProps, 'id'> & { known: OutputOf<'book.contact'> }) {
  const t = useText()
  const { contact, consents, lastSentAt, lastContactAt, domain } = known
  return (
    <article className="contact" aria-label={nameOf(contact)}>
      <header className="contact-head">
        <Avatar name={nameOf(contact)} size={40} />
        <div className="contact-head-words">
          <h2 className="contact-name">{nameOf(contact)}</h2>
          <p className="muted">{[t(kindWords[contact.kind]), contact.organisation].filter((words) => words !== '').join(' · ')}</p>
        </div>
      </header>
      <div className="contact-acts">
        <Button look="primary" size="small" icon="draft" onPress={() => onWriteTo(contact.address)}>{t('book.write')}</Button>
        <Button size="small" onPress={onEdit}>{t('book.edit')}</Button>
        <Removing contact={contact} onRemoved={onRemoved} />
      </div>
      <dl className="contact-facts">
        <Fact label={t('book.address')}><span className="contact-address">{contact.address}</span></Fact>
        <Fact label={t('book.domain')}><DomainLine name={domain.name} status={domain.status} /></Fact>
        <Fact label={t('book.mobile')}><MobileFact contact={contact} /></Fact>
        <Fact label={t('book.lastSent')}><When at={lastSentAt} never="book.neverSent" /></Fact>
        <Fact label={t('book.lastContact')}><When at={lastContactAt} never="book.noContact" /></Fact>
        {contact.community !== null && <Fact label={t('book.community')}>{communityLabel(contact.community)}</Fact>}
        <Particulars contact={contact} />
        <Fact label={t('book.source')}>{t(sourceWords[contact.source])}</Fact>
      </dl>
      {contact.kind !== 'professional' && <CarePart address={contact.address} />}
      {contact.kind !== 'professional' && <ConsentPart contact={contact} consents={consents} />}
    </article>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contact-fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function When({ at, never }: { at: number | null; never: PlainTextKey }) {
  const t = useText()
  const formats = useFormats()
  return <>{at === null ? t(never) : formats.long(at)}</>
}

function DomainLine({ name, status }: OutputOf<'book.contact'>['domain']) {
  const t = useText()
  const look = domainLook(status)
  return (
    <span className="contact-domain">
      <span>{name}</span>
      <span className={`contact-ready contact-ready-${look.tone}`} data-status={status ?? 'pending'}><Icon name={look.icon} size={14} />{t(look.word)}</span>
    </span>
  )
}

/** The number, who verified it and when; or the way to verify it (RT-21). */
function MobileFact({ contact }: { contact: BookContact }) {
  const t = useText()
  const formats = useFormats()
  const verify = useCallOf('book.setMobile')
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const { mobile, mobileVerified } = contact
  if (mobile === null) return <>{t('book.noMobile')}</>
  const verifyNow = async (): Promise<void> => {
    const answer = await verify.run({ address: contact.address, mobile })
    setFail(answer.ok ? null : bookFail(answer.fail))
    if (answer.ok) announce(t('book.numberVerified'))
  }
  return (
    <div className="contact-mobile">
      <span className="contact-number">{showMobile(mobile)}</span>
      {mobileVerified !== null
        ? <span className="contact-verified"><Icon name="check" size={14} />{t('book.mobileVerified', { name: mobileVerified.by, when: formats.date(mobileVerified.at) })}</span>
        : (
          <>
            <span className="contact-unverified"><Icon name="info" size={14} />{t('book.mobileUnverified')}</span>
            <span><Button size="small" busy={verify.busy} onPress={() => void verifyNow()}>{t('book.verifyNow')}</Button></span>
          </>
        )}
      {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
    </div>
  )
}

function Particulars({ contact }: { contact: BookContact }) {
  const t = useText()
  const words = [contact.isAllSecure ? t('book.allSecure') : '', contact.isOutsideEea ? t('book.outsideEea') : '', contact.isStaffPrivate ? t('book.staffPrivate') : ''].filter((word) => word !== '')
  return words.length === 0 ? null : <Fact label={t('book.flags')}>{words.join(' · ')}</Fact>
}

function Removing({ contact, onRemoved }: { contact: BookContact; onRemoved: () => void }) {
  const t = useText()
  const remove = useCallOf('book.remove')
  const [asking, setAsking] = useState(false)
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const confirm = async (): Promise<void> => {
    const answer = await remove.run({ id: contact.id })
    if (!answer.ok) {
      setFail(bookFail(answer.fail))
      return
    }
    setAsking(false)
    announce(t('book.removed'))
    onRemoved()
  }
  return (
    <>
      <Button size="small" look="quiet" onPress={() => setAsking(true)}>{t('book.remove')}</Button>
      {asking && (
        <ConfirmDialog title={t('book.removeTitle', { name: nameOf(contact) })} verb={t('book.remove')} onConfirm={confirm} onClose={() => setAsking(false)}>
          <p>{t('book.removeMeans')}</p>
          {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
        </ConfirmDialog>
      )}
    </>
  )
}
