import { useState, type SyntheticEvent } from 'react'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { ServerForm } from './server-form.tsx'
import { startFields, type Found, type Searched, type SetupFields } from './setup-form.ts'

/** By address, then the servers, then a real login. `onDone` once the account is there. */
export function AccountSetup({ onDone }: { onDone: () => void }) {
  const about = useQueryOf('app.about', {})
  const vault = useQueryOf('vault.state', {})
  if (about.state !== 'ready' || vault.state !== 'ready') return null
  return <Setup demo={about.value.demo} name={vault.value.person?.name ?? ''} onDone={onDone} />
}

interface Demo { readonly address: string; readonly password: string }

function Setup({ demo, name, onDone }: { demo: Demo | null; name: string; onDone: () => void }) {
  const [begun, setBegun] = useState<{ fields: SetupFields; searched: Searched } | null>(null)
  const onSearched = (address: string, displayName: string, searched: Searched): void => {
    const secret = demo?.address === address ? demo.password : ''
    setBegun({ searched, fields: startFields({ address, displayName, secret }, foundIn(searched)) })
  }
  return begun === null
    ? <AddressForm demo={demo} name={name} onSearched={onSearched} />
    : <ServerForm start={begun.fields} found={foundIn(begun.searched)} ownDomains={begun.searched.ownDomains} onBack={() => setBegun(null)} onDone={onDone} />
}

const foundIn = (searched: Searched): Found | null => (searched.kind === 'found' ? searched : null)

function AddressForm({ demo, name, onSearched }: { demo: Demo | null; name: string; onSearched: (address: string, displayName: string, searched: Searched) => void }) {
  const t = useText()
  const discover = useCallOf('accounts.discover')
  const [address, setAddress] = useState(demo?.address ?? '')
  const [displayName, setDisplayName] = useState(name)
  const [problem, setProblem] = useState<string | undefined>()
  const search = async (): Promise<void> => {
    const answer = await discover.run({ address: address.trim() })
    if (answer.ok) onSearched(address.trim(), displayName.trim(), answer.value)
    else setProblem(answer.fail === 'not-an-address' ? t('account.notAnAddress') : t('core.faultAdvice'))
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (discover.busy) return
    if (address.trim() === '') setProblem(t('account.notAnAddress'))
    else void search()
  }
  const domain = address.split('@')[1]?.trim() ?? ''
  return (
    <form className="stage-form" noValidate onSubmit={onSubmit}>
      {demo !== null && <Notice>{t('account.demo')}</Notice>}
      <TextField
        label={t('account.address')} type="email" inputMode="email" autoComplete="email" autoFocus value={address} maxLength={320} code={false}
        hint={t('account.addressHint')} problem={problem} onChange={(value) => { setAddress(value); setProblem(undefined) }}
      />
      <TextField label={t('account.displayName')} hint={t('account.displayNameHint')} value={displayName} onChange={setDisplayName} autoComplete="name" maxLength={120} />
      {discover.busy && <Notice live title={t('account.searching', { domain })}>{t('account.searchingHint')}</Notice>}
      <Button look="primary" size="large" wide type="submit" busy={discover.busy}>{t('account.search')}</Button>
    </form>
  )
}
