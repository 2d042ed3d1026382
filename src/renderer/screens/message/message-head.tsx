import { useState } from 'react'
import type { ReadMessage } from '../../../shared/contract/mail.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { domainOf, formatAddress } from '../../../shared/mail/address.ts'
import { localeOf, type Language } from '../../../shared/text/table.ts'
import { Avatar } from '../../parts/avatar.tsx'
import { Badge } from '../../parts/badge.tsx'
import { useFormats, useLanguage, useText } from '../../parts/text.tsx'

/** To the minute, with the year and the day: what hovering over a date tells. */
export const exactWhen = (instant: number, language: Language): string =>
  new Date(instant).toLocaleString(localeOf[language], { dateStyle: 'full', timeStyle: 'short' })

const shortName = ({ name, address }: AddressValue): string => (name === '' ? address : name)

/** Names as long as they fit; the rest is a number. */
const FEW = 3

/** Who, to whom, when, and what is known about it. */
export function MessageHead({ message }: { message: ReadMessage }) {
  const t = useText()
  const formats = useFormats()
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const from = message.from[0] ?? { name: '', address: t('head.noSender') }
  const received = t('head.received', { when: exactWhen(message.receivedAt, language) })
  const sent = message.sentAt === null ? '' : `\n${t('head.sent', { when: exactWhen(message.sentAt, language) })}`
  return (
    <header className="message-head">
      <Avatar name={shortName(from)} size={40} />
      <div className="message-who">
        <strong className="message-from">{shortName(from)}</strong>
        <AddressLine message={message} from={from} open={open} onToggle={() => setOpen(!open)} />
      </div>
      <div className="message-facts">
        <time className="message-when" dateTime={new Date(message.receivedAt).toISOString()} title={received + sent}>{formats.long(message.receivedAt)}</time>
        {message.verdict !== null && <Badge verdict={message.verdict} long />}
      </div>
      {open && <AllAddresses message={message} />}
      <ReplyElsewhere message={message} from={from} />
    </header>
  )
}

function AddressLine({ message, from, open, onToggle }: { message: ReadMessage; from: AddressValue; open: boolean; onToggle: () => void }) {
  const t = useText()
  const all = [...message.to, ...message.cc]
  const few = all.slice(0, FEW).map(shortName).join(', ')
  const more = all.length > FEW ? ` ${t('head.andMore', { count: all.length - FEW })}` : ''
  return (
    <button type="button" className="message-addresses" aria-expanded={open} title={t('head.allAddresses')} onClick={onToggle}>
      {from.name === '' ? '' : `${from.address} `}{all.length === 0 ? t('head.toNobody') : t('head.to', { names: few + more })}
    </button>
  )
}

function AllAddresses({ message }: { message: ReadMessage }) {
  const t = useText()
  const rows = [
    ['head.rowFrom', message.from], ['head.rowSender', message.sender === null ? [] : [message.sender]], ['head.rowReplyTo', message.replyTo],
    ['head.rowTo', message.to], ['head.rowCc', message.cc],
  ] as const
  return (
    <dl className="message-all">
      {rows.filter(([, addresses]) => addresses.length > 0).map(([key, addresses]) => (
        <div key={key}><dt>{t(key)}</dt><dd>{addresses.map(formatAddress).join(', ')}</dd></div>
      ))}
    </dl>
  )
}

/** An answer that would go to another domain than the sender's is worth a line: it is how answers are caught. */
function ReplyElsewhere({ message, from }: { message: ReadMessage; from: AddressValue }) {
  const t = useText()
  const elsewhere = message.replyTo.find((address) => domainOf(address.address) !== domainOf(from.address))
  return elsewhere === undefined ? null : <p className="message-elsewhere">{t('head.replyElsewhere', { address: elsewhere.address })}</p>
}
