import { useState } from 'react'
import type { InputOf } from '../../../shared/contract/contract.ts'
import type { Staffed } from '../../../shared/contract/practice.ts'
import { role as roles } from '../../../shared/practice/act.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { Menu } from '../../parts/menu.tsx'
import { useText } from '../../parts/text.tsx'
import { dayEnd, dayText } from './days.ts'
import { DayField } from './day-field.tsx'
import { Refused } from './practice-fields.tsx'
import { roleWords } from './practice-words.ts'

/** What a manager does now and then with somebody: roles, changing, ending. */
export function PersonActs({ staffed, isMe, onChange }: { staffed: Staffed; isMe: boolean; onChange: () => void }) {
  const t = useText()
  const { person } = staffed
  const give = useCallOf('practice.giveRole')
  const withdraw = useCallOf('practice.withdrawRole')
  const [ending, setEnding] = useState(false)
  const [fail, setFail] = useState<string | null>(null)
  const turn = async (role: Staffed['roles'][number], has: boolean): Promise<void> => {
    const answer = await (has ? withdraw : give).run({ id: person.id, role })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t('people.saved'))
  }
  const label = t('people.more', { name: person.name })
  return (
    <>
      <Menu
        label={label} trigger={<IconButton icon="more" label={label} />}
        entries={[
          { id: 'change', label: t('people.change'), icon: 'draft', onPress: onChange },
          ...roles.options.map((role) => {
            const has = staffed.roles.includes(role)
            return { id: role, label: t(has ? 'people.withdraw' : 'people.give', { role: t(roleWords[role]) }), icon: 'user' as const, onPress: () => void turn(role, has) }
          }),
          // Of oneself: leaving, which has a button.
          ...(isMe ? [] : [{ id: 'end', label: t('people.end'), icon: 'close' as const, tone: 'danger' as const, onPress: () => setEnding(true) }]),
        ]}
      />
      {ending && <EndDialog id={person.id} name={person.name} onClose={() => setEnding(false)} />}
      <Refused fail={fail} />
    </>
  )
}

function EndDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const t = useText()
  const end = useCallOf('practice.endPerson')
  const [day, setDay] = useState(() => dayText(Date.now()))
  const [fail, setFail] = useState<string | null>(null)
  const confirm = async (): Promise<void> => {
    const until = dayEnd(day)
    const answer = until === null ? { ok: false as const, fail: 'bad-input' } : await end.run({ id, until })
    if (answer.ok) {
      announce(t('people.saved'))
      onClose()
    } else setFail(answer.fail)
  }
  return (
    <ConfirmDialog title={t('people.endTitle', { name })} verb={t('people.end')} onConfirm={confirm} onClose={onClose}>
      <p>{t('people.endMeans', { name })}</p>
      <DayField label={t('people.endDay')} value={day} onChange={setDay} />
      <Refused fail={fail} />
    </ConfirmDialog>
  )
}

type Because = InputOf<'practice.revokeDevice'>['because']

/** A workstation that is lost: revoked in one step, with what that means. */
export function RevokeButton({ device, name }: { device: Staffed['devices'][number]; name: string }) {
  const t = useText()
  const revoke = useCallOf('practice.revokeDevice')
  const [asking, setAsking] = useState(false)
  const [because, setBecause] = useState<Because>('lost')
  const [fail, setFail] = useState<string | null>(null)
  const confirm = async (): Promise<void> => {
    const answer = await revoke.run({ device: device.id, because })
    setFail(answer.ok ? null : answer.fail)
    if (!answer.ok) return
    announce(t('people.wasRevoked'))
    setAsking(false)
  }
  const title = t('people.lostOf', { label: device.label, name })
  return (
    <>
      <Button size="small" look="quiet" onPress={() => setAsking(true)}>{t('people.lost')}<span className="only-heard">: {device.label}, {name}</span></Button>
      {asking && (
        <ConfirmDialog title={title} verb={t('people.revoke')} onConfirm={confirm} onClose={() => setAsking(false)}>
          <p>{t('people.lostMeans', { name })}</p>
          <ChoiceField<Because>
            label={t('people.because')} value={because} onChange={setBecause}
            choices={[
              { value: 'lost', label: t('people.becauseLost') }, { value: 'stolen', label: t('people.becauseStolen') },
              { value: 'replaced', label: t('people.becauseReplaced') }, { value: 'other', label: t('people.becauseOther') },
            ]}
          />
          <Refused fail={fail} />
        </ConfirmDialog>
      )}
    </>
  )
}
