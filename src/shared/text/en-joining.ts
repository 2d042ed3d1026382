import type { nlJoining } from './nl-joining.ts'
import type { TextTable } from './text.ts'

/** Joining a practice at a workstation that has no account yet. */
export const enJoining: TextTable<typeof nlJoining> = {
  'account.fromInvitation': 'From your practice’s invitation.',
  'account.elsewhereInvited': 'The invitation names {hosts}, which is not part of {domain}. That may be right. Your password only goes there once you say that it is your mail provider.',
  'first.join': 'Join a practice',
  'first.joinTitle': 'Your invitation',
  'first.joinLead': 'The manager of the practice gave you a file or a code.',
  'first.askTitle': 'Ask to join',
  'first.askLead': 'The manager lets this workstation in, with six words that you compare together.',
  'first.joinLater': 'Later, from Practice',
  'first.isMember': 'You are part of {name}.',
  'joining.accountTitle': 'Your account at the practice',
  'joining.accountLead': 'The servers are in the invitation. You only type your own password.',
  'joining.accountHere': 'This workstation has no account for {address} yet. The servers are in the invitation; you only type your own password.',
  'joining.servers': 'Mail servers',
  'joining.continue': 'Go on with this invitation',
  'practiceFail.damaged': 'This invitation is not whole: something is missing or was mistyped. Check the code, or ask for the file again.',
  'practiceFail.noSettings': 'There are no mail servers in this invitation. Set up your account yourself first.',
  'from.own': 'Myself',
  'from.shared': 'Shared mailbox',
  'from.others': 'For a colleague',
  'from.mandate': 'On behalf of {name} ({address})',
  'from.delegation': 'Myself, for {name}',
  'from.choose': 'Choose a sender',
  'from.sharedMeans': 'This goes in the name of {name}. Your name is with it, and a copy stays in the mailbox.',
  'from.mandateMeans': 'This goes on behalf of {name}. You are named as the one who sends it.',
  'from.delegationMeans': 'This goes under your own name, at the request of {name}.',
  'from.gone': 'You may no longer send in this name. Choose another sender.',
}
