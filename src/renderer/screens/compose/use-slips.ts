import { useDeferredValue, useMemo } from 'react'
import { useFormats, useText } from '../../parts/text.tsx'
import { slipsIn, type Written } from './slips.ts'

/** What may have been overlooked, in words; worked out when typing leaves time for it. */
export function useSlips({ fields, ownText, touched, attachments, ownDomains, limitBytes }: Written): readonly string[] {
  const t = useText()
  const formats = useFormats()
  const text = useDeferredValue(ownText)
  const slips = useMemo(() => slipsIn({ fields, ownText: text, touched, attachments, ownDomains, limitBytes }), [fields, text, touched, attachments, ownDomains, limitBytes])
  return slips.map((slip) => {
    switch (slip.kind) {
      case 'attachment': return t('hint.attachment')
      case 'subject': return t('hint.subject')
      case 'salutation': return t('slip.salutation', { name: slip.name })
      case 'size': return t('slip.size', { size: formats.bytes(slip.bytes), limit: formats.bytes(slip.limit) })
    }
  })
}
