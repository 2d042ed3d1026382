import { describe, expect, test } from 'vitest'
import { isPrivateFolder, isPrivateSubject } from './private-mail.ts'

describe('private folders stay with their owner (FM-08)', () => {
  test.each(['privé', 'Prive', 'PRIVATE', 'INBOX/Privé', 'INBOX.prive.2024', 'Gedeeld/tom@delinde.test/Privé/Bank', 'Prive\u0301', ' privé ', 'a\\private'])('%s', (path) => {
    expect(isPrivateFolder(path)).toBe(true)
  })
  test.each(['INBOX', 'Privacy', 'Privékliniek', 'Archief/2024', 'Privaat', ''])('not %s', (path) => {
    expect(isPrivateFolder(path)).toBe(false)
  })
})

describe('messages whose subject plainly is private (FM-08)', () => {
  test.each([
    'privé', 'Privé: zaterdag', 'PRIVE afspraak', 'Re: privé', 'Fwd: Re: Persoonlijk: vrijdag', 'persoonlijk', 'Persoonlijk!', 'Private - dinner', 'Etentje (privé)',
    '[persoonlijk] vraag', 'Vraag over vrijdag - privé', '** privé **', 'Persoonlijk bericht voor Tom', 'prive\u0301',
  ])('%s', (subject) => {
    expect(isPrivateSubject(subject)).toBe(true)
  })
  test.each(['Uitslag', 'Persoonlijk begeleidingsplan', 'Private kliniek: verwijzing', 'Privacyverklaring', 'Uw privékliniek', 'Verwijzing naar private kliniek', ''])('not %s', (subject) => {
    expect(isPrivateSubject(subject)).toBe(false)
  })
})
