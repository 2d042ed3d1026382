/** Gedeelde mailboxen met een eigen aanmelding. */
export const nlSealed = {
  'boxes.accessHow': 'Hoe gaat deze mailbox open?',
  'boxes.accessHint': 'Liefst met de eigen aanmelding. Kan je mailserver geen mailbox delen, dan bewaart Praktijkpost het wachtwoord verzegeld voor wie erbij mag.',
  'boxes.login': 'Aanmelding van de mailbox',
  'boxes.loginAbout': 'Je typt het wachtwoord één keer. Het wordt getest, en daarna ziet niemand het meer.',
  'boxes.testAndKeep': 'Testen en bewaren',
  'boxes.onlyHere': 'Wie hier mag lezen, versturen of wissen, bewaakt alleen dit programma: de server kent één aanmelding voor iedereen.',
  'boxes.passwordState': 'Wachtwoord',
  'boxes.passwordNone': 'Nog niet op deze werkplek',
  'boxes.passwordKeptState': 'Verzegeld bewaard voor wie erbij mag',
  'boxes.passwordRefused': 'De mailserver neemt dit wachtwoord niet meer aan.',
  'boxes.passwordToChange': 'Iemand die er niet meer bij mag, kan dit wachtwoord nog hebben. Wijzig het bij je mailaanbieder en vul het hier in.',
  'boxes.newPassword': 'Nieuw wachtwoord',
  'boxes.newPasswordOf': 'Nieuw wachtwoord voor {name}',
  'boxes.newPasswordAbout': 'Wijzig het wachtwoord eerst bij je mailaanbieder. Vul het daarna hier in: collega’s die erbij mogen, krijgen het vanzelf.',
  'boxes.passwordKept': 'Het nieuwe wachtwoord is bewaard. Collega’s krijgen het vanzelf.',
  'practiceFail.loginTooLarge': 'Het certificaat van je praktijk is te groot om mee te geven. Vraag je ICT-beheerder om een enkel CA-certificaat.',
} as const
