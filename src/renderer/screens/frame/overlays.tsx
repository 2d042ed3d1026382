import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import { useEventOf } from '../../bridge/use-core.tsx'

export type SettingsPage = 'look' | 'keys' | 'security' | 'accounts' | 'sending' | 'origin' | 'storage'
/** What can lie over the mail. One at a time. */
export type Overlay =
  | { readonly kind: 'settings'; readonly page: SettingsPage }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'add-account' }
  | { readonly kind: 'change-secret'; readonly accountId: string }

interface Overlays {
  readonly current: Overlay | null
  readonly open: (overlay: Overlay) => void
  readonly close: () => void
}

const OverlaysContext = createContext<Overlays>({ current: null, open: () => undefined, close: () => undefined })

export function OverlaysProvider({ children }: { children: ReactNode }) {
  const [current, setCurrent] = useState<Overlay | null>(null)
  useEventOf('locked', () => setCurrent(null))
  const overlays = useMemo(() => ({ current, open: setCurrent, close: () => setCurrent(null) }), [current])
  return <OverlaysContext value={overlays}>{children}</OverlaysContext>
}

/** Opens settings, the palette, the list of keys, or the adding of an account, from anywhere. */
export const useOverlays = (): Overlays => useContext(OverlaysContext)
