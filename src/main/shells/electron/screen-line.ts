import { ipcMain, type IpcMainEvent, type WebContents } from 'electron'
import { request as requestSchema, type Frame } from '../../../shared/contract/wire.ts'
import type { Core } from '../../app/core.ts'
import { APP_ORIGIN } from './origin.ts'

const REQUEST_CHANNEL = 'praktijkpost:request'
const FRAME_CHANNEL = 'praktijkpost:frame'

/** Only the top frame of our own page is heard: a mail's frame has neither our origin nor our preload. */
const isOurPage = (event: Pick<IpcMainEvent, 'senderFrame'>) =>
  event.senderFrame !== null && event.senderFrame.parent === null && event.senderFrame.origin === APP_ORIGIN

/** Joins one window to the core; the returned function parts them. */
export function joinScreen(contents: WebContents, core: Core): () => void {
  const send = (frame: Frame) => {
    if (!contents.isDestroyed()) contents.send(FRAME_CHANNEL, frame)
  }
  const onRequest = (event: IpcMainEvent, data: unknown) => {
    if (event.sender !== contents || !isOurPage(event)) return
    const parsed = requestSchema.safeParse(data)
    if (!parsed.success) return
    const { id, name, input } = parsed.data
    void core.answer(name, input).then((outcome) => { send({ kind: 'answer', id, outcome }) })
  }
  ipcMain.on(REQUEST_CHANNEL, onRequest)
  const stopListening = core.listen((event) => { send({ kind: 'event', event }) })
  return () => {
    ipcMain.off(REQUEST_CHANNEL, onRequest)
    stopListening()
  }
}
