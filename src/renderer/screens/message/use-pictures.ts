import { useEffect, useMemo, useState } from 'react'
import type { ReadMessage } from '../../../shared/contract/mail.ts'
import { INLINE_PICTURES_BYTES } from '../../../shared/limits.ts'
import { useCore } from '../../bridge/use-core.tsx'
import type { Core } from '../../bridge/core.ts'
import { pictureType } from '../../parts/mail-html/allowed.ts'
import { piecesOfPart } from './part-bytes.ts'

export type Pictures = ReadonlyMap<string, string>
const none: Pictures = new Map()

type Attachment = ReadMessage['attachments'][number]

/** The pictures that the mail draws and carries itself, within bounds, smallest first. */
function wanted(attachments: readonly Attachment[]): Attachment[] {
  let left = INLINE_PICTURES_BYTES
  return attachments
    .filter((part) => part.inline && part.contentId !== null && pictureType.test(part.type))
    .sort((one, other) => one.sizeBytes - other.sizeBytes)
    .filter((part) => {
      left -= part.sizeBytes
      return left >= 0
    })
}

async function asDataUrl(core: Core, messageId: number, part: Attachment): Promise<string | null> {
  let text = ''
  const pieces = piecesOfPart(core, { messageId, partId: part.partId })
  for (;;) {
    const step = await pieces.next()
    if (step.done === true) return step.value === null ? `data:${part.type};base64,${standardBase64(text)}` : null
    text += step.value.text
  }
}

/** Data URLs use the plain alphabet with padding (RFC 4648 section 4). */
const standardBase64 = (text: string): string =>
  text.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(text.length / 4) * 4, '=')

/** The pictures inside a mail by Content-ID (RFC 2392); null while they are on their way, so that the frame is drawn once. */
export function usePictures({ id, attachments }: Pick<ReadMessage, 'id' | 'attachments'>): Pictures | null {
  const core = useCore()
  const parts = useMemo(() => wanted(attachments), [attachments])
  const [loaded, setLoaded] = useState<{ of: readonly Attachment[]; pictures: Pictures } | null>(null)
  useEffect(() => {
    if (parts.length === 0) return
    let over = false
    const load = async (): Promise<void> => {
      const found = await Promise.all(parts.map(async (part) => [bareId(part.contentId), await asDataUrl(core, id, part)] as const))
      if (!over) setLoaded({ of: parts, pictures: new Map(found.flatMap(([cid, url]) => (url === null ? [] : [[cid, url] as const]))) })
    }
    void load()
    return () => { over = true }
  }, [core, id, parts])
  if (parts.length === 0) return none
  return loaded?.of === parts ? loaded.pictures : null
}

const bareId = (contentId: string | null): string => (contentId ?? '').replace(/^<|>$/g, '')
