import type { DirectorySettings } from '../../../shared/contract/address-book.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'

export type DirectoryProfile = OutputOf<'book.directoryProfiles'>[number]

/** A directory as it is typed: everything is text until it is kept. */
export interface DirectoryFields {
  readonly profile: DirectorySettings['profile']
  readonly name: string
  readonly host: string
  readonly port: string
  readonly security: DirectorySettings['security']
  readonly user: string
  readonly secret: string
  readonly base: string
  readonly caFile: string
  readonly nameAttribute: string
  readonly mailAttribute: string
  readonly organisationAttribute: string
  /** With commas between. */
  readonly searched: string
}

/** What is not published stays empty, so that it is asked for (N-13). */
export const fieldsOfProfile = ({ id, name, host, port, security, base, attributes, searched }: DirectoryProfile): DirectoryFields => ({
  profile: id, name, host, port: port === null ? '' : String(port), security, user: '', secret: '', base, caFile: '',
  nameAttribute: attributes.name, mailAttribute: attributes.mail, organisationAttribute: attributes.organisation, searched: searched.join(', '),
})

export const fieldsOfSettings = ({ profile, name, host, port, security, user, base, caFile, attributes, searched }: DirectorySettings): DirectoryFields => ({
  profile, name, host, port: String(port), security, user, secret: '', base, caFile: caFile ?? '',
  nameAttribute: attributes.name, mailAttribute: attributes.mail, organisationAttribute: attributes.organisation, searched: searched.join(', '),
})

export type FieldName = 'name' | 'host' | 'port' | 'nameAttribute' | 'mailAttribute' | 'organisationAttribute' | 'searched'

const ATTRIBUTE = /^[A-Za-z][A-Za-z0-9-]{0,60}$/
const listOf = (text: string): string[] => text.split(/[,;\s]+/).filter((word) => word !== '')

/** Which fields cannot be kept as they are. */
export function oddFields(fields: DirectoryFields): ReadonlySet<FieldName> {
  const port = Number(fields.port)
  const searched = listOf(fields.searched)
  const isOdd: Record<FieldName, boolean> = {
    name: fields.name.trim() === '', host: !/^[\w.:-]{1,253}$/.test(fields.host.trim()), port: !Number.isInteger(port) || port < 1 || port > 65_535,
    nameAttribute: !ATTRIBUTE.test(fields.nameAttribute.trim()), mailAttribute: !ATTRIBUTE.test(fields.mailAttribute.trim()),
    organisationAttribute: fields.organisationAttribute.trim() !== '' && !ATTRIBUTE.test(fields.organisationAttribute.trim()),
    searched: searched.length === 0 || searched.length > 10 || !searched.every((word) => ATTRIBUTE.test(word)),
  }
  return new Set((Object.keys(isOdd) as FieldName[]).filter((name) => isOdd[name]))
}

export const settingsOf = (fields: DirectoryFields): DirectorySettings => ({
  profile: fields.profile, name: fields.name.trim(), host: fields.host.trim(), port: Number(fields.port), security: fields.security, user: fields.user.trim(), base: fields.base.trim(),
  caFile: fields.caFile.trim() === '' ? null : fields.caFile.trim(),
  attributes: { name: fields.nameAttribute.trim(), mail: fields.mailAttribute.trim(), organisation: fields.organisationAttribute.trim() }, searched: listOf(fields.searched),
})
