import path from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** The file of the built renderer that a URL path names, with its media type; undefined for anything else. */
export function bundleFile(folder: string, urlPath: string): { file: string; type: string } | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return undefined
  }
  if (decoded.includes('\0')) return undefined
  const file = path.resolve(folder, `.${decoded === '/' ? '/index.html' : decoded}`)
  const type = types[path.extname(file)]
  return file.startsWith(folder + path.sep) && type !== undefined ? { file, type } : undefined
}
