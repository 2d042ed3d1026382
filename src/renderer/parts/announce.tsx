import { useEffect, useState } from 'react'

type Urgency = 'polite' | 'assertive'
type Speak = (text: string, urgency: Urgency) => void
const mouths = new Set<Speak>()

/** Reads a sentence out to who listens to the screen: new mail, a send result, a verdict. Shows nothing. */
export function announce(text: string, urgency: Urgency = 'polite'): void {
  for (const speak of mouths) speak(text, urgency)
}

/** Mounted once, near the root and never unmounted: a region that appears together with its text is not read out. */
export function LiveRegion() {
  const [said, setSaid] = useState({ polite: '', assertive: '', turn: 0 })
  useEffect(() => {
    const speak: Speak = (text, urgency) => setSaid((before) => ({ ...before, [urgency]: text, turn: before.turn + 1 }))
    mouths.add(speak)
    return () => void mouths.delete(speak)
  }, [])
  // A sentence that is said twice must differ, or the second time is not heard.
  const pause = said.turn % 2 === 0 ? '' : '\u00a0'
  return (
    <div className="only-heard">
      <div role="status" aria-live="polite">{said.polite === '' ? '' : said.polite + pause}</div>
      <div role="alert" aria-live="assertive">{said.assertive === '' ? '' : said.assertive + pause}</div>
    </div>
  )
}
