import { useState, type SyntheticEvent } from 'react'
import type { AccountSettings } from '../../../shared/contract/accounts.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { StageActions } from '../frame/stage-card.tsx'
import { ConnectionTest } from './connection-test.tsx'
import { useSecretHint } from './secret-hint.ts'
import { HostsElsewhere } from './hosts-elsewhere.tsx'
import { OwnDomains } from './own-domains.tsx'
import { AdvancedFields, FoundServers, ServerFieldset } from './server-fields.tsx'
import { hostsToConfirm, settingsOf, type FieldProblems, type Found, type SetupFields } from './setup-form.ts'

type Probes = OutputOf<'accounts.test'>
/** What the test and the adding came to. `testing` shows both servers as being tried. */
type Trial =
  | { readonly kind: 'none' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'tested'; readonly probes: Probes }
  | { readonly kind: 'refused'; readonly word: PlainTextKey }

const addFails = {
  'not-tested': 'account.notTested', 'journal-unwritable': 'fail.journal', 'already-there': 'account.alreadyThere', 'keychain-unavailable': 'keychain.short', 'disk-full': 'advice.diskFull',
  'locked': 'key.lockedAdvice', 'bad-input': 'core.faultAdvice', 'not-allowed': 'fail.notAllowed', 'internal': 'core.faultAdvice', 'unreachable': 'core.silentAdvice',
} as const satisfies Record<string, PlainTextKey>

/** Logs in for real at both servers, and only then keeps the account. */
function useTrial(onDone: () => void): { trial: Trial; busy: boolean; attempt: (settings: AccountSettings, secret: string) => Promise<void> } {
  const t = useText()
  const test = useCallOf('accounts.test')
  const add = useCallOf('accounts.add')
  const [trial, setTrial] = useState<Trial>({ kind: 'none' })
  const attempt = async (settings: AccountSettings, secret: string): Promise<void> => {
    setTrial({ kind: 'testing' })
    const tested = await test.run({ settings, secret })
    if (!tested.ok) {
      setTrial({ kind: 'refused', word: addFails[tested.fail] })
      return
    }
    setTrial({ kind: 'tested', probes: tested.value })
    if (tested.value.imap.kind !== 'ok' || tested.value.smtp.kind !== 'ok') return
    const added = await add.run({ settings, secret })
    if (!added.ok) {
      setTrial({ kind: 'refused', word: addFails[added.fail] })
      return
    }
    announce(t('account.added', { address: settings.address }))
    onDone()
  }
  return { trial, busy: test.busy || add.busy, attempt }
}

function TrialOutcome({ trial, fields }: { trial: Trial; fields: SetupFields }) {
  const t = useText()
  switch (trial.kind) {
    case 'none': return null
    case 'testing': return <ConnectionTest probes={null} fields={fields} />
    case 'tested': return <ConnectionTest probes={trial.probes} fields={fields} />
    case 'refused': return <Notice tone="alert" live>{t(trial.word)}</Notice>
  }
}

interface ServerFormProps {
  start: SetupFields
  found: Found | null
  ownDomains: readonly string[]
  onBack: () => void
  onDone: () => void
}

/** The servers, the password, and the test. By hand where nothing was found. */
export function ServerForm({ start, found, ownDomains, onBack, onDone }: ServerFormProps) {
  const t = useText()
  const [fields, setFields] = useState(start)
  const [byHand, setByHand] = useState(found === null)
  const [problems, setProblems] = useState<FieldProblems>({})
  const { trial, busy, attempt } = useTrial(onDone)
  const secretHint = useSecretHint()
  const elsewhere = hostsToConfirm(found, fields)
  const [provider, setProvider] = useState<'unasked' | 'asked' | 'confirmed'>('unasked')
  const change = (changed: Partial<SetupFields>): void => {
    setFields({ ...fields, ...changed })
    setProblems({})
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (busy) return
    const outcome = settingsOf(fields)
    if (elsewhere.length > 0 && provider !== 'confirmed') {
      setProvider('asked')
      return
    }
    if (outcome.kind === 'settings') {
      void attempt(outcome.settings, fields.secret)
      return
    }
    setProblems(outcome.problems)
    setByHand(byHand || outcome.problems.imap !== undefined || outcome.problems.smtp !== undefined)
  }
  return (
    <form className="stage-form" onSubmit={onSubmit}>
      {found === null && <Notice title={t('account.notFound')}>{t('account.notFoundHint')}</Notice>}
      {byHand && <ServerFieldset service="imap" fields={fields.imap} problem={problems.imap} onChange={(imap) => change({ imap })} />}
      {byHand && <ServerFieldset service="smtp" fields={fields.smtp} problem={problems.smtp} onChange={(smtp) => change({ smtp })} />}
      {!byHand && <FoundServers address={fields.address} found={found} onEdit={() => setByHand(true)} />}
      {elsewhere.length > 0 && (
        <HostsElsewhere
          address={fields.address} hosts={elsewhere} isInvited={found?.source === 'invitation'} confirmed={provider === 'confirmed'}
          onConfirm={(confirmed) => setProvider(confirmed ? 'confirmed' : 'unasked')}
        />
      )}
      <TextField
        label={fields.auth === 'password' ? t('account.password') : t('account.token')} type="password" autoComplete="off" value={fields.secret} maxLength={4096}
        hint={secretHint} autoFocus={!byHand} onChange={(secret) => change({ secret })} problem={problems.secret === true ? t('account.passwordMissing') : undefined}
      />
      <AdvancedFields fields={fields} problems={problems} onChange={change} />
      <OwnDomains address={fields.address} ownDomains={ownDomains} />
      {elsewhere.length > 0 && provider === 'asked' && <Notice tone="alert" live>{t('account.elsewhereFirst')}</Notice>}
      <TrialOutcome trial={trial} fields={fields} />
      <StageActions>
        <Button look="quiet" onPress={onBack}>{t('act.back')}</Button>
        <Button look="primary" type="submit" busy={busy}>{trial.kind === 'none' ? t('account.test') : t('account.testAgain')}</Button>
      </StageActions>
    </form>
  )
}
