import { readFile } from 'node:fs/promises'
import type { Session } from 'electron'
import { bundleFile } from '../pages/bundle-file.ts'
import { securityHeaders } from '../pages/policy.ts'
import { APP_ORIGIN } from './origin.ts'

const nothing = (status: number) => new Response(null, { status, headers: securityHeaders(null) })

/** Answers every https request of the window from the bundle on disk; no request leaves the machine. */
export async function answerPage(folder: string, request: Pick<Request, 'url' | 'method'>): Promise<Response> {
  const url = new URL(request.url)
  if (url.origin !== APP_ORIGIN) return nothing(403)
  const asked = request.method === 'GET' ? bundleFile(folder, url.pathname) : undefined
  const bytes = asked === undefined ? undefined : await readFile(asked.file).catch(() => undefined)
  if (asked === undefined || bytes === undefined) return nothing(404)
  return new Response(new Uint8Array(bytes), { headers: { ...securityHeaders(null), 'Content-Type': asked.type } })
}

/** Closes the session's network: our own origin from disk, every other address refused. */
export function ownOnlyNetwork(session: Session, folder: string): void {
  session.protocol.handle('https', (request) => answerPage(folder, request))
  session.protocol.handle('http', () => nothing(403))
  session.webRequest.onBeforeRequest((details, decide) => {
    const isOwn = details.url.startsWith(`${APP_ORIGIN}/`) || /^(blob|data|about):/.test(details.url)
    decide({ cancel: !isOwn })
  })
  session.setPermissionCheckHandler(() => false)
  session.setPermissionRequestHandler((_contents, _permission, decide) => { decide(false) })
  session.setDevicePermissionHandler(() => false)
}
