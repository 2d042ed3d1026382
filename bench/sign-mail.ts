import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'

const SIGNED = ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding']

/**
 * Signs a share of the messages in a Maildir with their senders' own keys, at the time of each message: bulk mail comes without
 * signatures, and without them there is hardly anything to assess. Gives how many were signed.
 */
export async function signShare(maildir: string, { share, keys }: { share: number; keys: string }): Promise<number> {
  const directory = path.join(maildir, 'cur')
  let signed = 0
  for (const [index, name] of readdirSync(directory).sort().entries()) {
    if (Math.floor((index + 1) * share) === Math.floor(index * share)) continue
    const file = path.join(directory, name)
    const raw = readFileSync(file)
    const [, domain = ''] = /^From: [^\n]*@([a-z0-9.-]+)>/m.exec(raw.subarray(0, 2_000).toString('latin1')) ?? []
    const { mtime } = statSync(file)
    const header = await signatureOf(raw, domain, { key: path.join(keys, `${domain}.pem`), at: mtime })
    const whole = Buffer.concat([Buffer.from(header, 'latin1'), raw])
    // Both sizes stand in the name.
    const renamed = name.replace(/,S=\d+,W=\d+/, `,S=${whole.length},W=${whole.length + whole.toString('latin1').split('\n').length - 1}`)
    rmSync(file)
    writeFileSync(path.join(directory, renamed), whole)
    utimesSync(path.join(directory, renamed), mtime, mtime)
    signed += 1
  }
  return signed
}

async function signatureOf(raw: Buffer, domain: string, { key, at }: { key: string; at: Date }): Promise<string> {
  const signer = { signingDomain: domain, selector: 'linde', privateKey: readFileSync(key) }
  const crlf = Buffer.from(raw.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
  const { signatures } = await dkimSign(crlf, { ...signer, signatureData: [signer], signTime: at, canonicalization: 'relaxed/relaxed', headerList: SIGNED })
  return signatures.replaceAll('\r\n', '\n')
}
