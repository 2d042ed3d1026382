import { lacksKeepers } from '../../practice/mailbox-login.ts'
import type { Saying } from '../../practice/register/signed-event.ts'
import type { Member, PracticeRoom } from './room.ts'

/** Passwords that somebody who may have them has not yet: a manager's workstation seals them once more, for everybody. */
export function sealingsDue(practice: Pick<PracticeRoom, 'loginOf' | 'sealLogin'>, { state: { law }, me, at }: Member): { readonly saying: Saying; readonly address: string }[] {
  if (!me.roles.has('beheerder') || at === 'unknown') return []
  return [...law.mailboxes.values()].flatMap((entry) => {
    const { mailbox: { id, access, address }, ended, secret } = entry
    if (ended !== null || access !== 'password' || secret === null || !lacksKeepers(law, entry, at)) return []
    const login = practice.loginOf(id)
    const sealed = login === null ? null : practice.sealLogin(id, login)
    // A key that nothing can be sealed for gets no box, however often it is tried.
    const isMore = sealed?.boxes.some(({ device, box }) => box !== '' && !secret.sealed.boxes.some((before) => before.device === device && before.box !== '')) === true
    return sealed === null || !isMore ? [] : [{ saying: { kind: 'mailbox-secret', body: { mailbox: id, sealed, of: secret.origin } }, address }]
  })
}
