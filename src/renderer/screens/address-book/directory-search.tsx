import { useState, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { bookFail } from './contact-words.ts'
import { directoryAdvice, directoryWords } from './directory-words.ts'

type Answered = OutputOf<'book.searchDirectories'>
type Person = Extract<Answered[number]['answer'], { kind: 'found' }>['people'][number]

/** Looks somebody up in the directories that are set up; nobody is taken over by itself (PV-11). */
export function DirectorySearch({ onClose, onWriteTo }: { onClose: () => void; onWriteTo: (address: string) => void }) {
  const t = useText()
  const search = useCallOf('book.searchDirectories')
  const [text, setText] = useState('')
  const [answered, setAnswered] = useState<Answered | null>(null)
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (text.trim().length < 2) return
    void search.run({ text }).then((answer) => {
      setFail(answer.ok ? null : bookFail(answer.fail))
      setAnswered(answer.ok ? answer.value : null)
    })
  }
  return (
    <Dialog title={t('directory.search')} onClose={onClose} size="wide">
      <div className="import">
        <form className="directory-search" onSubmit={onSubmit}>
          <TextField label={t('directory.searchFor')} hint={t('directory.searchHint')} value={text} onChange={setText} maxLength={200} autoComplete="off" autoFocus />
          <div><Button look="primary" type="submit" icon="search" busy={search.busy}>{t('directory.searchRun')}</Button></div>
        </form>
        {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
        {answered?.map((one) => <OneDirectory key={one.id} answered={one} onWriteTo={onWriteTo} />)}
      </div>
    </Dialog>
  )
}

function OneDirectory({ answered: { name, answer }, onWriteTo }: { answered: Answered[number]; onWriteTo: (address: string) => void }) {
  const t = useText()
  if (answer.kind === 'problem') return <Notice tone="warn" live title={`${name}: ${t(directoryWords[answer.problem])}`}>{t(directoryAdvice[answer.problem])}</Notice>
  return (
    <section className="directory-found" aria-label={name}>
      <h3>{name}</h3>
      <p className="small muted" role="status">{answer.more ? t('directory.more', { count: answer.people.length }) : t('book.found', { count: answer.people.length })}</p>
      <ul className="settings-list">{answer.people.map((person) => <PersonRow key={person.address} person={person} onWriteTo={onWriteTo} />)}</ul>
    </section>
  )
}

function PersonRow({ person, onWriteTo }: { person: Person; onWriteTo: (address: string) => void }) {
  const t = useText()
  const add = useCallOf('book.addListed')
  const [state, setState] = useState<'there' | PlainTextKey | null>(person.isChecked ? 'there' : null)
  const keep = async (): Promise<void> => {
    const answer = await add.run({ person: { name: person.name, address: person.address, organisation: person.organisation } })
    setState(answer.ok ? 'there' : bookFail(answer.fail))
    if (answer.ok) announce(t('book.kept'))
  }
  return (
    <li className="settings-row">
      <div className="settings-row-words">
        <strong>{person.organisation === '' ? person.name : person.organisation}</strong>
        <span>{[person.organisation === '' ? '' : person.name, person.address].filter((words) => words !== '').join(' · ')}</span>
        {state !== null && state !== 'there' && <Notice tone="alert" live>{t(state)}</Notice>}
      </div>
      {state === 'there' ? <span className="small muted">{t('directory.added')}</span> : <Button size="small" busy={add.busy} onPress={() => void keep()}>{t('directory.add')}</Button>}
      <Button size="small" look="quiet" onPress={() => onWriteTo(person.address)}>{t('book.write')}</Button>
    </li>
  )
}
