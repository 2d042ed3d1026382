import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bundleFile } from '../pages/bundle-file.ts'
import { securityHeaders } from '../pages/policy.ts'

interface Exchange { request: IncomingMessage; response: ServerResponse }

/** Serves one file of the built renderer; everything else is 404. */
export async function servePage(folder: string, socket: string, { request, response }: Exchange): Promise<void> {
  const asked = request.method === 'GET' ? bundleFile(folder, (request.url ?? '/').replace(/[?#].*$/s, '')) : undefined
  const found = asked === undefined ? undefined : await stat(asked.file).catch(() => undefined)
  if (asked === undefined || found?.isFile() !== true) {
    response.writeHead(404, securityHeaders(socket)).end()
    return
  }
  response.writeHead(200, { ...securityHeaders(socket), 'Content-Type': asked.type, 'Content-Length': found.size })
  createReadStream(asked.file).on('error', () => response.destroy()).pipe(response)
}
