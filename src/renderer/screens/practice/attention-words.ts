import type { Attention } from '../../../shared/contract/attention.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'

export interface AttentionWords { readonly what: string; readonly means: string | null; readonly act: string }

const because: Record<Extract<Attention, { kind: 'request-refused' }>['because'], PlainTextKey> = {
  'expired': 'attention.because.expired', 'withdrawn': 'attention.because.withdrawn', 'used': 'attention.because.used', 'wrong-secret': 'attention.because.wrongSecret',
  'unknown-invitation': 'attention.because.unknownInvitation', 'other-practice': 'attention.because.otherPractice', 'no-such-person': 'attention.because.noPerson',
  'revoked-keys': 'attention.because.revoked', 'time-unknown': 'attention.because.time', 'too-many': 'attention.because.tooMany',
}

export type AttentionPage = 'people' | 'mailboxes'

/** Where that is done, for what is done in this program; null: elsewhere. */
export function attentionPage(one: Attention): { readonly name: AttentionPage; readonly words: PlainTextKey } | null {
  switch (one.kind) {
    case 'password-refused':
    case 'password-to-change': return { name: 'mailboxes', words: 'attention.toMailbox' }
    case 'request-refused': return one.because === 'other-practice' || one.because === 'wrong-secret' || one.because === 'time-unknown' || one.because === 'too-many' ? null : { name: 'people', words: 'attention.toPeople' }
    case 'other-reader':
    case 'rights-not-ours':
    case 'no-acl': return null
  }
}

/** In words: what it is, what it means, what to do. */
export function attentionWords(one: Attention, t: Translate): AttentionWords {
  switch (one.kind) {
    case 'password-refused': return { what: t('attention.passwordRefused', { name: one.mailbox }), means: t('attention.passwordRefusedMeans'), act: t('attention.passwordRefusedDo') }
    case 'password-to-change': return {
      what: t('attention.password', { name: one.mailbox }), means: t('attention.passwordMeans', { workstations: one.workstations.join(', ') }), act: t('attention.passwordDo'),
    }
    case 'request-refused': return {
      what: one.name === null ? t('attention.requestUnknown', { label: one.label }) : t('attention.request', { name: one.name, label: one.label }), means: null, act: t(because[one.because]),
    }
    case 'other-reader': return {
      what: one.isEverybody ? t('attention.readerAll', { path: one.path }) : t('attention.reader', { who: one.who, path: one.path }), means: t('attention.readerMeans'), act: t('attention.readerDo'),
    }
    case 'rights-not-ours': return { what: t('attention.notOurs', { path: one.path }), means: t('attention.notOursMeans'), act: t('attention.notOursDo') }
    case 'no-acl': return { what: t('attention.noAcl'), means: t('attention.noAclMeans'), act: t('attention.noAclDo') }
  }
}
