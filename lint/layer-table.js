/**
 * Who may import whom. A file under no row, and an import that its row does not name, fails lint:
 * what is not allowed here is forbidden. The longest matching row wins.
 *
 * `ours` are folders (or files) of this repository; `packages` are npm packages; `node: true` opens Node's own modules.
 * A folder may always import from itself. Tests beside the code may also use `testPackages`.
 */

const shared = ['src/shared']
const tools = [...shared, 'src/main/store', 'src/main/mime', 'src/main/vault']

/** @type {Record<string, { ours: string[], packages?: string[], node?: boolean }>} */
export const layers = {
  // Pure values and rules: no Node, no DOM, no clock.
  'src/shared/limits.ts': { ours: [] },
  'src/shared/text': { ours: [] },
  'src/shared/mail': { ours: ['src/shared/limits.ts'] },
  'src/shared/norm': { ours: ['src/shared/mail', 'src/shared/limits.ts'] },
  'src/shared/practice': { ours: ['src/shared/mail', 'src/shared/norm', 'src/shared/text', 'src/shared/limits.ts'], packages: ['zod'] },
  'src/shared/contract': { ours: ['src/shared/mail', 'src/shared/norm', 'src/shared/practice', 'src/shared/limits.ts'], packages: ['zod'] },

  // Tools the features stand on.
  'src/main/vault': { ours: shared, packages: ['@napi-rs/keyring', '@simplewebauthn/server', 'zod'], node: true },
  'src/main/store': { ours: shared, packages: ['better-sqlite3-multiple-ciphers'], node: true },
  'src/main/mime': { ours: shared, packages: ['nodemailer', 'unpdf'], node: true },
  'src/main/dns': { ours: shared, node: true },
  'src/main/backup': { ours: [...shared, 'src/main/store'], node: true },

  // Features: never sideways, except along an arrow drawn in the design.
  'src/main/mailbox': { ours: tools, node: true },
  'src/main/imap': { ours: [...tools, 'src/main/mailbox'], packages: ['imapflow'], node: true },
  'src/main/accounts': { ours: tools, packages: ['imapflow', 'nodemailer', 'zod'], node: true },
  'src/main/drafts': { ours: tools, node: true },
  'src/main/sending': { ours: tools, packages: ['nodemailer'], node: true },
  'src/main/audit': { ours: tools, packages: ['papaparse'], node: true },
  'src/main/settings': { ours: tools, node: true },
  'src/main/providers': { ours: tools, packages: ['zod'], node: true },
  'src/main/address-book': { ours: tools, packages: ['ical.js', 'ldapts', 'papaparse', 'zod'], node: true },
  'src/main/practice': { ours: [...tools, 'src/main/imap'], packages: ['imapflow', 'nodemailer', 'zod'], node: true },
  'src/main/trust': { ours: [...tools, 'src/main/dns'], packages: ['tldts'], node: true },

  // The only place that combines features.
  'src/main/app': {
    ours: [
      ...tools, 'src/main/mailbox', 'src/main/imap', 'src/main/accounts', 'src/main/drafts',
      'src/main/sending', 'src/main/audit', 'src/main/settings', 'src/main/trust', 'src/main/dns', 'src/main/providers',
      'src/main/address-book', 'src/main/practice', 'src/main/backup',
    ],
    packages: ['zod'],
    node: true,
  },

  // How it is shown.
  'src/main/shells/pages': { ours: [], node: true },
  'src/main/shells/electron': { ours: [...shared, 'src/main/app', 'src/main/shells/pages'], packages: ['electron'], node: true },
  'src/main/shells/loopback': { ours: [...shared, 'src/main/app', 'src/main/shells/pages'], packages: ['ws'], node: true },
  'src/main/shells/terminal': { ours: [...shared, 'src/main/app'], node: true },
  'src/preload': { ours: ['src/shared/contract'], packages: ['electron'] },

  'src/renderer/bridge': { ours: shared, packages: ['react', '@tanstack/react-query', '@simplewebauthn/browser'] },
  'src/renderer/parts': {
    ours: [...shared, 'src/renderer/bridge'],
    packages: ['react', 'react-dom', 'react-aria-components', '@tanstack/react-virtual', 'dompurify'],
  },
  'src/renderer/screens': {
    ours: [...shared, 'src/renderer/bridge', 'src/renderer/parts'],
    packages: [
      'react', 'react-dom', 'react-aria-components', '@tanstack/react-query', '@tanstack/react-virtual',
      '@tiptap/react', '@tiptap/starter-kit', '@tiptap/pm', '@tiptap/extension-placeholder',
    ],
  },
  'src/renderer/start.tsx': {
    ours: [...shared, 'src/renderer/bridge', 'src/renderer/parts', 'src/renderer/screens', 'src/renderer/styles'],
    packages: ['react', 'react-dom', '@tanstack/react-query'],
  },

  // Around the product.
  'test': { ours: ['src', 'test', 'setup', 'lint', 'bench'], packages: ['*'], node: true },
  'bench': { ours: ['src', 'test', 'bench', 'setup'], packages: ['*'], node: true },
  'setup': { ours: ['setup', 'test/practice', 'test/e2e/smoke.ts', 'src/shared/contract'], packages: ['*'], node: true },
  'bin': { ours: ['src/main/shells/terminal'], node: true },
  'lint': { ours: ['lint', 'eslint.config.js'], packages: ['*'], node: true },
}

/** Packages that tests beside the code (`*.test.ts`) may use on top of their row. */
export const testPackages = ['vitest', 'fast-check', 'zod', 'postal-mime', 'imapflow', 'nodemailer', 'mailauth', 'dns-packet']
