import { initials } from './initials.ts'
import './avatar.css'

/** Initials in a circle. Decoration: the name always stands beside it. */
export function Avatar({ name, size = 26 }: { name: string; size?: 20 | 26 | 36 | 40 }) {
  return <span className={`avatar avatar-${size}`} aria-hidden="true">{initials(name)}</span>
}
