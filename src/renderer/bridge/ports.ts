import type { LoopbackFrame, Port, Request } from '../../shared/contract/wire.ts'
import type { OpenPort } from './core.ts'

declare global {
  interface Window {
    /** Given by the preload in Electron; absent in the loopback shell. */
    readonly praktijkpost?: { readonly port: Port }
  }
}

const TOKEN_KEY = 'praktijkpost.token'

/** Electron: the preload holds the line, and it lives as long as the window. */
const electronPort = (port: Port): OpenPort => () => Promise.resolve(port)

/**
 * The one-time token of the loopback shell. It comes in the fragment, which no server sees, leaves the address bar at once
 * and stays with this tab so that a reload works.
 */
export function takeToken(place: Location, store: Storage, history: History): string | null {
  const token = new URLSearchParams(place.hash.slice(1)).get('token')
  if (token === null) return store.getItem(TOKEN_KEY)
  store.setItem(TOKEN_KEY, token)
  history.replaceState(null, '', place.pathname + place.search)
  return token
}

/** Loopback: a WebSocket to the server that gave us this page; the first frame is the token. */
const loopbackPort = (url: string, token: () => string): OpenPort => () => new Promise((resolve, reject) => {
  const socket = new WebSocket(url)
  const ended = new Promise<void>((end) => socket.addEventListener('close', () => end()))
  socket.addEventListener('error', () => reject(new Error('the core does not answer')))
  socket.addEventListener('open', () => {
    socket.send(JSON.stringify({ token: token() }))
    resolve(portOver(socket, ended))
  })
})

const portOver = (socket: WebSocket, ended: Promise<void>): Port => ({
  ended,
  send: (request: Request) => socket.send(JSON.stringify(request)),
  listen(onFrame) {
    const onMessage = (event: MessageEvent<unknown>): void => {
      const frame = JSON.parse(String(event.data)) as LoopbackFrame
      // The token that was used is spent; a reload needs the next one.
      if (frame.kind === 'welcome') sessionStorage.setItem(TOKEN_KEY, frame.token)
      else onFrame(frame)
    }
    socket.addEventListener('message', onMessage)
    return () => socket.removeEventListener('message', onMessage)
  },
})

/** The way to the core of whichever shell shows this page. */
export function portOfThisShell(): OpenPort {
  if (window.praktijkpost !== undefined) return electronPort(window.praktijkpost.port)
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return loopbackPort(`${scheme}://${location.host}/core`, () => takeToken(location, sessionStorage, history) ?? '')
}
