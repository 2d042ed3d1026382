import type { Reason } from '../../../shared/contract/trust.ts'
import type { ReasonCode } from '../../../shared/norm/inbound-verdict.ts'
import type { Translate } from '../../../shared/text/table.ts'

type Read = (name: string) => string | number
type Say = (t: Translate, read: Read) => string

const ofDomain = (key: 'reason.dmarcFailed' | 'reason.dkimAndSpfFailed' | 'reason.keyForged' | 'reason.signatureHolds' | 'reason.serverVouches' | 'reason.knownPortal'
  | 'reason.domainReady' | 'reason.domainNotReady' | 'reason.domainLookUpFailed' | 'reason.noProof' | 'reason.signatureFails' | 'reason.serverDoubts'): Say =>
  (t, read) => t(key, { domain: read('domain') })

const words: Record<ReasonCode, Say> = {
  dmarcFailed: ofDomain('reason.dmarcFailed'), dkimAndSpfFailed: ofDomain('reason.dkimAndSpfFailed'), keyForged: ofDomain('reason.keyForged'),
  severalSenders: (t) => t('reason.severalSenders'),
  senderAmbiguous: (t) => t('reason.senderAmbiguous'),
  looksLike: (t, read) => t('reason.looksLike', { domain: read('domain'), known: read('known') }),
  otherAddressShown: (t, read) => t('reason.otherAddressShown', { shown: read('shown'), address: read('address') }),
  nothingToVerify: (t) => t('reason.nothingToVerify'),
  couldNotVerify: (t) => t('reason.couldNotVerify'),
  signatureHolds: ofDomain('reason.signatureHolds'), serverVouches: ofDomain('reason.serverVouches'),
  withinPractice: (t) => t('reason.withinPractice'),
  knownPortal: ofDomain('reason.knownPortal'),
  ownForm: (t) => t('reason.ownForm'),
  domainReady: ofDomain('reason.domainReady'),
  markPresent: (t) => t('reason.markPresent'),
  domainNotReady: ofDomain('reason.domainNotReady'), domainLookUpFailed: ofDomain('reason.domainLookUpFailed'),
  markAbsent: (t) => t('reason.markAbsent'), markRepeated: (t) => t('reason.markRepeated'), markUnsigned: (t) => t('reason.markUnsigned'),
  notSigned: (t) => t('reason.notSigned'), shownNotSigned: (t) => t('reason.shownNotSigned'), addedBehindSignature: (t) => t('reason.addedBehindSignature'),
  headerRepeated: (t) => t('reason.headerRepeated'), headerStrange: (t) => t('reason.headerStrange'),
  noProof: ofDomain('reason.noProof'), signatureFails: ofDomain('reason.signatureFails'), serverDoubts: ofDomain('reason.serverDoubts'),
  spfFailNeutral: (t) => t('reason.spfFailNeutral'),
  withoutDnssec: (t) => t('reason.withoutDnssec'), clockOff: (t) => t('reason.clockOff'),
  afterwards: (t) => t('reason.afterwards'),
}

const isKnown = (code: string): code is ReasonCode => Object.hasOwn(words, code)

/** Why, in a few words each, the weightiest first. A code that this version does not know says nothing: the evidence still stands below. */
export const reasonWords = (reasons: readonly Reason[], t: Translate): string[] =>
  reasons.flatMap(({ code, params }) => (isKnown(code) ? [words[code](t, (name) => params[name] ?? '')] : []))
