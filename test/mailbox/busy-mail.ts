import { sampleMail } from './sample-mail.ts'

/** Words that no file on disk may ever hold in clear. */
export const PLANTED = ['Geheimbloeduitslag', 'vertrouwelijkdossier.pdf', 'planted.person@delinde.test', 'Verborgenonderwerp']

/** The mail with a number: always the same bytes, of varying length, full of planted words. */
export function busyMail(uid: number): Buffer {
  return sampleMail({
    subject: `Verborgenonderwerp ${uid}`,
    from: `Planted Person <planted.person@delinde.test>`,
    text: `Nummer${uid} Geheimbloeduitslag. ${'Geheimbloeduitslag en meer tekst. '.repeat(uid % 40)}`,
    attachment: { name: 'vertrouwelijkdossier.pdf', bytes: Buffer.from(`Geheimbloeduitslag ${uid} `.repeat((uid * 131) % 3_000)) },
    messageId: `m${uid}@delinde.test`,
    ...(uid % 4 === 0 ? { inReplyTo: `m${uid - 1}@delinde.test` } : {}),
  })
}
