import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'

/** Filled in by the build from the contract's keys, so that this file stays free of libraries. */
declare const OPERATION_NAMES: readonly string[]

const names = new Set(OPERATION_NAMES)

/** The only thing the page gets: its port. Send a request of the contract, hear what comes back; it lives as long as the window. */
contextBridge.exposeInMainWorld('praktijkpost', {
  port: {
    send(request: { id: number; name: string; input: unknown }) {
      if (!names.has(request.name)) throw new Error('not an operation')
      ipcRenderer.send('praktijkpost:request', { id: request.id, name: request.name, input: request.input })
    },
    listen(onFrame: (frame: unknown) => void) {
      const hear = (_event: IpcRendererEvent, frame: unknown) => { onFrame(frame) }
      ipcRenderer.on('praktijkpost:frame', hear)
      return () => { ipcRenderer.off('praktijkpost:frame', hear) }
    },
    ended: new Promise<void>(() => undefined),
  },
})
