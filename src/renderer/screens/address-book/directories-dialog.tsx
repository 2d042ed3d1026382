import { useState } from 'react'
import type { DirectorySettings } from '../../../shared/contract/address-book.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog, Dialog } from '../../parts/dialog.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { DirectoryForm } from './directory-form.tsx'
import { fieldsOfProfile, fieldsOfSettings, type DirectoryProfile } from './directory-fields.ts'

type Directory = OutputOf<'book.directories'>[number]
type Shown = { readonly kind: 'list' } | { readonly kind: 'new'; readonly profile: DirectoryProfile } | { readonly kind: 'edit'; readonly directory: Directory }

/** Directories that the practice may ask: which there are, and how they are set up. */
export function DirectoriesDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [shown, setShown] = useState<Shown>({ kind: 'list' })
  const back = (): void => setShown({ kind: 'list' })
  return (
    <Dialog title={t('directory.title')} onClose={onClose} size="wide">
      <div className="import">
        {shown.kind === 'list' && <List onNew={(profile) => setShown({ kind: 'new', profile })} onEdit={(directory) => setShown({ kind: 'edit', directory })} />}
        {shown.kind === 'new' && <DirectoryForm id={null} start={fieldsOfProfile(shown.profile)} unpublished={shown.profile.unpublished} onDone={back} />}
        {shown.kind === 'edit' && <DirectoryForm id={shown.directory.id} start={fieldsOfSettings(shown.directory.settings)} unpublished={[]} onDone={back} />}
      </div>
    </Dialog>
  )
}

function List({ onNew, onEdit }: { onNew: (profile: DirectoryProfile) => void; onEdit: (directory: Directory) => void }) {
  const t = useText()
  const directories = useQueryOf('book.directories', {})
  const profiles = useQueryOf('book.directoryProfiles', {})
  if (directories.state === 'loading' || profiles.state === 'loading') return <Ghosts shape="line" />
  if (directories.state === 'failed' || profiles.state === 'failed') return <Notice tone="warn" live>{t('book.failed')}</Notice>
  return (
    <>
      <p className="muted">{t('directory.about')}</p>
      {directories.value.length > 0 && <ul className="settings-list">{directories.value.map((one) => <Row key={one.id} directory={one} onEdit={() => onEdit(one)} />)}</ul>}
      <div className="contact-form-acts">
        {profiles.value.map((profile) => (
          <Button key={profile.id} icon="plus" onPress={() => onNew(profile)}>{profile.id === 'zorgmail' ? t('directory.addZorgmail') : t('directory.addGeneric')}</Button>
        ))}
      </div>
    </>
  )
}

const whereOf = ({ host, port, security }: DirectorySettings): string => `${host}:${port} · ${security === 'tls' ? 'LDAPS' : 'STARTTLS'}`

function Row({ directory, onEdit }: { directory: Directory; onEdit: () => void }) {
  const t = useText()
  const remove = useCallOf('book.removeDirectory')
  const [asking, setAsking] = useState(false)
  const { name } = directory.settings
  return (
    <li className="settings-row">
      <Icon name="server" size={18} />
      <div className="settings-row-words">
        <strong>{name}</strong>
        <span className="muted small">{whereOf(directory.settings)}</span>
      </div>
      <Button size="small" onPress={onEdit}>{t('act.change')}</Button>
      <Button size="small" look="quiet" onPress={() => setAsking(true)}>{t('act.remove')}</Button>
      {asking && (
        <ConfirmDialog
          title={t('directory.removeTitle', { name })} verb={t('act.remove')} onClose={() => setAsking(false)}
          onConfirm={async () => {
            await remove.run({ id: directory.id })
            setAsking(false)
          }}
        >
          {t('directory.removeMeans')}
        </ConfirmDialog>
      )}
    </li>
  )
}
