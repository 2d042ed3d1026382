import './icons.css'

/**
 * Our own drawings on a 16 by 16 grid, one stroke weight. `line` is stroked, `dot` is filled.
 * The first eight are the badges' shapes: they differ without colour.
 */
const drawings = {
  safe: { line: 'M8 1.5 13.5 3.4v4.1c0 3.4-2.3 5.9-5.5 7-3.2-1.1-5.5-3.6-5.5-7V3.4zM5.4 7.9l1.9 1.9 3.4-3.6' },
  internal: { line: 'M2.2 7.6 8 2.6l5.8 5M4 6.4v6.9h8V6.4M6.8 13.2V9.8h2.4v3.4' },
  plain: { line: 'M2 4h12v8.5H2zM2.4 4.5 8 9l5.6-4.5' },
  unknown: { line: 'M6.3 6.4a1.8 1.8 0 1 1 2.5 1.7c-.5.2-.8.5-.8 1.1', dashed: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z', dot: 'M8 10.3a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z' },
  alert: { line: 'M8 2 14.5 13.5h-13zM8 6.4v3.4', dot: 'M8 10.8a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z' },
  portal: { line: 'M9.5 5V2h-6v12h6v-3M7 8h7M11.6 5.6 14 8l-2.4 2.4' },
  form: { line: 'M3.5 1.8h6L12.5 5v9.2h-9zM9.2 2v3.2h3.1M5.8 8h4.4M5.8 10.8h4.4' },
  pending: { line: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z', dot: 'M5.2 7.2a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6zM8 7.2a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6zM10.8 7.2a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z' },

  archive: { line: 'M1.8 2.8h12.4v3H1.8zM2.8 5.8v7.4h10.4V5.8M6.4 8.6h3.2' },
  arrowLeft: { line: 'M13 8H3M7 4 3 8l4 4' },
  attach: { line: 'm5 8.5 4-4a2 2 0 0 1 2.9 2.8L6.6 12.6a3.2 3.2 0 0 1-4.5-4.5L7 3' },
  bold: { line: 'M4.5 2.8h4.2a2.5 2.5 0 0 1 0 5H4.5zM4.5 7.8h4.9a2.7 2.7 0 0 1 0 5.4H4.5z' },
  check: { line: 'm3 8.6 3.2 3.2L13 4.6' },
  chevronDown: { line: 'm4 6.2 4 4 4-4' },
  chevronRight: { line: 'm6.2 4 4 4-4 4' },
  clock: { line: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.4V8l2.4 1.6' },
  close: { line: 'm3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4' },
  copy: { line: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3' },
  download: { line: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.5h11' },
  draft: { line: 'M12.5 8.5v5h-10v-11h5M7 9l.4-2.2 5.2-5.2 1.8 1.8-5.2 5.2z' },
  fingerprint: { line: 'M2.6 6.2a5.9 5.9 0 0 1 10.6-.4M13.8 8.6c.1 1.4 0 2.8-.3 4.2M2.2 9.3c.2-.8.2-1.5.2-2.1M4.6 13.2c.5-1.5.7-3.1.7-5a2.7 2.7 0 0 1 5.4 0c0 1.9-.1 3.7-.6 5.5M8 8.2c0 2.2-.3 4.1-.9 6' },
  flag: { line: 'M3.5 14V2.5c2.5-1.3 5 1.3 9 0v6.5c-4 1.3-6.5-1.3-9 0' },
  folder: { line: 'M1.8 3.5h4.4l1.5 1.8h6.5v7.7H1.8z' },
  forward: { line: 'M9.5 3.5 14 7.5l-4.5 4M14 7.5H7.5c-3 0-5.5 1.8-5.5 5' },
  inbox: { line: 'M2 9 4 2.8h8L14 9v4.2H2zM2 9h3.5l1 1.8h3l1-1.8H14' },
  info: { line: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.3v3.8', dot: 'M8 4.3a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z' },
  italic: { line: 'M6.5 2.8h6M3.5 13.2h6M9.5 2.8l-3 10.4' },
  junk: { line: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM3.8 3.8l8.4 8.4' },
  key: { line: 'M9.2 5.8a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zM8.4 8l5 5M11 10.6l-1.5 1.5' },
  keyboard: { line: 'M1.5 4h13v8.5h-13zM4 6.7h.1M6.7 6.7h.1M9.3 6.7h.1M12 6.7h.1M4.7 9.8h6.6' },
  link: { line: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.7.7M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.7-.7' },
  list: { line: 'M5.5 4h8M5.5 8h8M5.5 12h8', dot: 'M2.8 3.2a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6zM2.8 7.2a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6zM2.8 11.2a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z' },
  lock: { line: 'M3.5 7.2h9v6.3h-9zM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2' },
  mail: { line: 'M2 4h12v8.5H2zM2.4 4.5 8 9l5.6-4.5' },
  mailOpen: { line: 'M2 6.5 8 2.5l6 4v6.7H2zM2.3 6.9 8 10.5l5.7-3.6' },
  menu: { line: 'M2 4h12M2 8h12M2 12h12' },
  more: { line: '', dot: 'M3.5 7a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM8 7a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM12.5 7a1 1 0 1 1 0 2 1 1 0 0 1 0-2z' },
  numbers: { line: 'M6.5 4h7M6.5 8h7M6.5 12h7M2.2 3.2l1-.7v3M2.2 10.6h1.6l-1.6 2.4h1.8' },
  offline: { line: 'M4 12.5a3 3 0 0 1-.5-5.9 4.5 4.5 0 0 1 1-1.9M6.8 3.7a4.5 4.5 0 0 1 5.5 3.6 2.7 2.7 0 0 1 1 4.9M2.5 2.5l11 11' },
  outbox: { line: 'M2 9 4 4.5M12 4.5 14 9v4.2H2V9h3.5l1 1.8h3l1-1.8H14M8 8V2M5.8 4 8 1.8 10.2 4' },
  people: { line: 'M8.2 5a2.4 2.4 0 1 1-4.8 0 2.4 2.4 0 0 1 4.8 0zM1.5 13.2c0-2.5 1.9-4.2 4.3-4.2s4.3 1.7 4.3 4.2M10.6 2.8a2.4 2.4 0 0 1 0 4.4M12 9.3c1.6.6 2.5 2 2.5 3.9' },
  plus: { line: 'M8 3v10M3 8h10' },
  print: { line: 'M4.5 5.5v-3.7h7v3.7M4.5 11.5H2v-6h12v6h-2.5M4.5 9.5h7v4.7h-7z' },
  quote: { line: 'M2.5 4.5h11M5.5 8h8M5.5 11.5h8M2.5 8v3.5' },
  refresh: { line: 'M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 2v3h-3' },
  reply: { line: 'M6.5 3.5 2 7.5l4.5 4M2 7.5h6.5c3 0 5.5 1.8 5.5 5' },
  replyAll: { line: 'M8.5 3.5 4.5 7.5l4 4M4.5 3.5l-4 4 4 4M4.5 7.5h5c3 0 5 1.8 5 5' },
  search: { line: 'M11.4 7A4.4 4.4 0 1 1 2.6 7a4.4 4.4 0 0 1 8.8 0zM10.4 10.4l3.4 3.4' },
  send: { line: 'M2 2.8 14 8 2 13.2l1.8-5.2zM3.8 8H8' },
  server: { line: 'M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.7h.1M5 11.2h.1' },
  settings: { line: 'M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14M12 4.5a1.8 1.8 0 1 1-3.5 0 1.8 1.8 0 0 1 3.5 0zM7.5 11.5a1.8 1.8 0 1 1-3.5 0 1.8 1.8 0 0 1 3.5 0z' },
  star: { line: 'm8 1.9 1.9 3.9 4.2.6-3 3 .7 4.2L8 11.6l-3.8 2 .7-4.2-3-3 4.2-.6z' },
  trash: { line: 'M2.5 4h11M6 4V2.2h4V4M3.8 4l.7 9.8h7l.7-9.8M6.7 6.7v4.3M9.3 6.7v4.3' },
  strike: { line: 'M2.5 8h11M11 4.6c-.5-1.2-1.6-1.8-3-1.8-1.7 0-3 .8-3 2.2 0 .7.3 1.2.8 1.6M5 11.4c.5 1.2 1.6 1.8 3 1.8 1.7 0 3-.8 3-2.2 0-.4-.1-.7-.2-1' },
  underline: { line: 'M4.5 2.5v5a3.5 3.5 0 0 0 7 0v-5M3.5 13.5h9' },
  undo: { line: 'M5.5 2.8 2 6.2l3.5 3.4M2 6.2h7.5a4 4 0 0 1 0 8H6' },
  user: { line: 'M10.7 5.2a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0zM2.8 13.8c0-2.7 2.3-4.6 5.2-4.6s5.2 1.9 5.2 4.6' },
} as const satisfies Record<string, { line: string; dashed?: string; dot?: string }>

export type IconName = keyof typeof drawings

/** A drawing in the colour of the text around it. Always decoration: the word stands beside it or in a label. */
export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  const drawing: { line: string; dashed?: string; dot?: string } = drawings[name]
  return (
    <svg className={className === undefined ? 'icon' : `icon ${className}`} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      {drawing.dashed !== undefined && <path className="icon-dashed" d={drawing.dashed} />}
      {drawing.line !== '' && <path className="icon-line" d={drawing.line} />}
      {drawing.dot !== undefined && <path className="icon-dot" d={drawing.dot} />}
    </svg>
  )
}
