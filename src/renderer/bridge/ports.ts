import type { LoopbackFrame, Port, Request } from '../../shared/contract/wire.ts'
import { LineRefused, type OpenPort } from './core.ts'

declare global {
  interface Window {
    /** Given by the preload in Electron; absent in the loopback shell. */
    readonly praktijkpost?: { readonly port: Port }
  }
}

const TOKEN_KEY = 'praktijkpost.token'

/** Electron: the preload holds the one line of this window; when it ends there is no other. */
function electronPort(port: Port): OpenPort {
  let ended = false
  void port.ended.then(() => { ended = true })
  return () => (ended ? Promise.reject(new LineRefused()) : Promise.resolve(port))
}

/**
 * Takes the one-time token out of the fragment, which no server sees and which leaves the address bar at once. It stays with
 * this tab, so that a reload works.
 */
export function takeToken(place: Location, store: Storage, history: History): void {
  const token = new URLSearchParams(place.hash.slice(1)).get('token')
  if (token === null) return
  store.setItem(TOKEN_KEY, token)
  history.replaceState(null, '', place.pathname + place.search)
}

/** Close code of the loopback shell for a token that is not, or no longer, the right one. */
const TOKEN_REFUSED = 4401

/**
 * Loopback: a WebSocket to the server that gave us this page. The first frame up is the token, which is good for one line;
 * the first frame down is the token for the next.
 */
const loopbackPort = (url: string): OpenPort => () => new Promise((resolve, reject) => {
  const socket = new WebSocket(url)
  const ended = new Promise<void>((end) => {
    socket.addEventListener('close', (event) => {
      reject(event.code === TOKEN_REFUSED ? new LineRefused() : new Error('the core does not answer'))
      end()
    })
  })
  socket.addEventListener('open', () => socket.send(JSON.stringify({ token: sessionStorage.getItem(TOKEN_KEY) ?? '' })))
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    const frame = frameOf(event)
    if (frame.kind !== 'welcome') return
    sessionStorage.setItem(TOKEN_KEY, frame.token)
    resolve(portOver(socket, ended))
  }, { once: true })
})

const frameOf = (event: MessageEvent<unknown>): LoopbackFrame => JSON.parse(String(event.data)) as LoopbackFrame

const portOver = (socket: WebSocket, ended: Promise<void>): Port => ({
  ended,
  send: (request: Request) => socket.send(JSON.stringify(request)),
  listen(onFrame) {
    const onMessage = (event: MessageEvent<unknown>): void => {
      const frame = frameOf(event)
      if (frame.kind !== 'welcome') onFrame(frame)
    }
    socket.addEventListener('message', onMessage)
    return () => socket.removeEventListener('message', onMessage)
  },
})

/** The way to the core of whichever shell shows this page. */
export function portOfThisShell(): OpenPort {
  if (window.praktijkpost !== undefined) return electronPort(window.praktijkpost.port)
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  takeToken(location, sessionStorage, history)
  return loopbackPort(`${scheme}://${location.host}/core`)
}
