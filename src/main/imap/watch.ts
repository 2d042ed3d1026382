import { backOff } from './back-off.ts'
import { Bell } from './bell.ts'
import { needsPerson, SessionLost } from './problems.ts'
import type { OpenedSession, Session } from './session.ts'

export interface WatchOptions {
  readonly open: (signal: AbortSignal) => Promise<OpenedSession>
  readonly path: string
  readonly signal: AbortSignal
  readonly onLive: (live: boolean) => void
  readonly onNews: (path: string) => void
}

/**
 * A second login that does nothing but listen to the inbox (RFC 2177), so that new mail is heard of while the first is at
 * work. A server that lets us in only once is no misfortune: the inbox is then asked about instead. Ends with the signal.
 */
export async function watchFolder(options: WatchOptions): Promise<void> {
  const { signal } = options
  for (let failures = 0; !signal.aborted; failures += 1) {
    const opened = await options.open(signal)
    if (opened.kind === 'open') {
      if (await listen(opened.session, options)) failures = 0
    } else if (needsPerson(opened.problem)) {
      return
    }
    await new Bell().wait(backOff(failures, Math.random()), signal)
  }
}

/** Until the line breaks; says whether it ever listened. */
async function listen(session: Session, { path, signal, onLive, onNews }: WatchOptions): Promise<boolean> {
  let listened = false
  const stop = (): void => { void session.close() }
  signal.addEventListener('abort', stop, { once: true })
  session.onNews = onNews
  try {
    const opened = await session.select(path, { readOnly: true })
    while (opened.kind === 'selected' && session.facts.idle && !signal.aborted) {
      const idle = session.idle()
      if (!listened) onLive(true)
      listened = true
      // Whatever came between the last look and now was not heard.
      onNews(path)
      await idle
    }
  } catch (error) {
    if (!(error instanceof SessionLost)) throw error
  } finally {
    signal.removeEventListener('abort', stop)
    if (listened) onLive(false)
    await session.close()
  }
  return listened
}
