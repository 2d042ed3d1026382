import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { UNDO_OFFER_MS } from '../../../shared/limits.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { useText } from '../../parts/text.tsx'
import './offers.css'

/** Something that has just been done, and for a while a way back. */
export interface Offer {
  /** What is read out, and shown unless it counts. */
  readonly text: string
  /** The text with the seconds that are left. */
  readonly counting?: (seconds: number) => string
  readonly undo?: () => void
  /** Until when the way back is open. Without it the offer goes by itself after a while. */
  readonly until?: number
  /** When nobody took the way back. */
  readonly onPassed?: () => void
  readonly tone?: 'done' | 'problem'
}

interface Shown { readonly id: number; readonly offer: Offer; readonly until: number }
interface Offers {
  readonly make: (offer: Offer) => void
  /** Takes the latest way back that is open. */
  readonly undoLast: () => void
}

const OffersContext = createContext<Offers>({ make: () => undefined, undoLast: () => undefined })

/** Says what was done, with a way back, in the corner of whatever screen is there: instead of asking beforehand. */
export const useOffers = (): Offers => useContext(OffersContext)

let lastId = 0

export function OffersProvider({ children }: { children: ReactNode }) {
  const t = useText()
  const [shown, setShown] = useState<readonly Shown[]>([])
  const take = useCallback((id: number) => setShown((all) => all.filter((one) => one.id !== id)), [])
  const make = useCallback((offer: Offer) => {
    lastId += 1
    const one: Shown = { id: lastId, offer, until: offer.until ?? Date.now() + UNDO_OFFER_MS }
    setShown((all) => [...all, one])
    announce(offer.text)
  }, [])
  const undoLast = useCallback(() => {
    const last = shown.findLast((one) => one.offer.undo !== undefined)
    if (last === undefined) return
    take(last.id)
    last.offer.undo?.()
  }, [shown, take])
  const offers = useMemo(() => ({ make, undoLast }), [make, undoLast])
  return (
    <OffersContext value={offers}>
      {children}
      {shown.length > 0 && (
        <section className="offers" aria-label={t('offer.label')}>
          {shown.map((one) => <OfferCard key={one.id} shown={one} onGone={take} />)}
        </section>
      )}
    </OffersContext>
  )
}

function OfferCard({ shown, onGone }: { shown: Shown; onGone: (id: number) => void }) {
  const t = useText()
  const { offer, until, id } = shown
  const [held, setHeld] = useState(false)
  const [now, setNow] = useState(() => Date.now())
  const counts = offer.counting !== undefined
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  // Who is on it with pointer or keyboard gets more time (WCAG 2.2.1), except where the clock is real.
  const over = now >= until && (counts || !held)
  useEffect(() => {
    if (!over) return
    offer.onPassed?.()
    onGone(id)
  }, [over, offer, onGone, id])
  const undo = (): void => {
    onGone(id)
    offer.undo?.()
  }
  return (
    <div
      className={`offer offer-${offer.tone ?? 'done'}`} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}
    >
      <span className="offer-text">{offer.counting?.(Math.max(0, Math.ceil((until - now) / 1000))) ?? offer.text}</span>
      {offer.undo === undefined
        ? <Button look="link" onPress={() => onGone(id)}>{t('act.close')}</Button>
        : <Button look="link" shortcut="Mod+z" onPress={undo}>{t('act.undo')}</Button>}
    </div>
  )
}
