import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')

/** The Node that the sources run on: it comes as an npm package, so that any Node can begin. */
export const node24 = process.platform === 'win32' ? path.join(root, 'node_modules/node/bin/node.exe') : path.join(root, 'node_modules/.bin/node')

const searched = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin']

/** Where a program is, or undefined. */
export const which = (name) => searched.map((folder) => path.join(folder, name)).find((file) => existsSync(file))

export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Debian, or something made from it (Ubuntu says so itself). */
export function isDebian() {
  const file = '/etc/os-release'
  return existsSync(file) && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync(file, 'utf8'))
}

/** Where programs keep what is theirs on this system. */
export function dataFolder() {
  switch (process.platform) {
    case 'win32': return path.join(process.env.LOCALAPPDATA ?? homedir(), 'Praktijkpost')
    case 'darwin': return path.join(homedir(), 'Library/Application Support/Praktijkpost')
    default: return path.join(process.env.XDG_DATA_HOME ?? path.join(homedir(), '.local/share'), 'praktijkpost')
  }
}

/** Runs to the end and gives status and what was said; input and terminal are the person's. */
export function ran(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['inherit', 'pipe', 'pipe'], shell: process.platform === 'win32', env: { ...process.env, NO_COLOR: '1' }, ...options })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { said += text })
    child.once('error', (error) => resolve({ ok: false, said: error.message }))
    child.once('close', (status) => resolve({ ok: status === 0, said }))
  })
}

export const lastLines = (text, count = 15) => stripVTControlCharacters(text).trimEnd().split('\n').slice(-count).join('\n')
