/** The types that exist at a name, as NSEC and NSEC3 list them (RFC 4034 section 4.1.2); null when malformed. */
export function readTypes(bitmap: Uint8Array): ReadonlySet<number> | null {
  const types = new Set<number>()
  let last = -1
  for (let at = 0; at < bitmap.length;) {
    const [block, size] = [bitmap[at] ?? 0, bitmap[at + 1] ?? 0]
    if (block <= last || size < 1 || size > 32 || at + 2 + size > bitmap.length) return null
    for (let byte = 0; byte < size; byte += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        if (((bitmap[at + 2 + byte] ?? 0) & (0x80 >> bit)) !== 0) types.add(block << 8 | byte << 3 | bit)
      }
    }
    last = block
    at += 2 + size
  }
  return types
}

const [typeNs, typeCname, typeSoa, typeDname, typeDs, typeNxname] = [2, 5, 6, 39, 43, 128]

type Types = ReadonlySet<number>

/** The parent's side of a zone cut: of the child it knows the delegation only (RFC 6840 section 4.1). */
export const isDelegation = (types: Types): boolean => types.has(typeNs) && !types.has(typeSoa)

/** Whether anything below the name is somebody else's to deny: another zone's, or redirected. */
export const isEndOfZone = (types: Types): boolean => isDelegation(types) || types.has(typeDname)

/** Whether a name with these types lacks this type, and this side of a zone cut is the one to say so. */
export function lacks(types: Types, type: number): boolean {
  if (types.has(type) || types.has(typeCname)) return false
  return type === typeDs ? !types.has(typeSoa) : !isDelegation(types)
}

/** RFC 9824 section 3.2: denies the name itself, in the guise of an empty one. */
export const deniesName = (types: Types): boolean => types.has(typeNxname)
