/** Aansluiten bij een praktijk op een werkplek die nog geen account heeft. */
export const nlJoining = {
  'account.fromInvitation': 'Uit de uitnodiging van je praktijk.',
  'account.elsewhereInvited': 'De uitnodiging noemt {hosts}, en dat hoort niet bij {domain}. Dat kan kloppen. Je wachtwoord gaat daar pas heen als jij zegt dat het je mailaanbieder is.',
  'first.join': 'Meedoen met een praktijk',
  'first.joinTitle': 'Je uitnodiging',
  'first.joinLead': 'Van de beheerder van de praktijk kreeg je een bestand of een code.',
  'first.askTitle': 'Vraag om mee te doen',
  'first.askLead': 'De beheerder laat deze werkplek toe, met zes woorden die je samen vergelijkt.',
  'first.joinLater': 'Later, vanuit Praktijk',
  'first.isMember': 'Je hoort bij {name}.',
  'joining.accountTitle': 'Je account bij de praktijk',
  'joining.accountLead': 'De servers staan in de uitnodiging. Je vult alleen je eigen wachtwoord in.',
  'joining.accountHere': 'Op deze werkplek staat nog geen account voor {address}. De servers staan in de uitnodiging; je vult alleen je eigen wachtwoord in.',
  'joining.servers': 'Mailservers',
  'joining.continue': 'Verder met deze uitnodiging',
  'practiceFail.damaged': 'Deze uitnodiging is niet heel: er is iets weggevallen of verkeerd overgetypt. Kijk de code na, of vraag het bestand opnieuw.',
  'practiceFail.noSettings': 'In deze uitnodiging staan geen mailservers. Stel je account eerst zelf in.',
} as const
