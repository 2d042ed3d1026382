import { Button as AriaButton } from 'react-aria-components/Button'
import type { ReactNode, Ref } from 'react'
import { Icon, type IconName } from './icons.tsx'
import { WithTooltip } from './tooltip.tsx'
import './button.css'

interface Pressable {
  onPress?: () => void
  isDisabled?: boolean
  autoFocus?: boolean
  type?: 'button' | 'submit'
  /** Becomes part of the tooltip; the registry listens for the key. */
  shortcut?: string
  ref?: Ref<HTMLButtonElement>
}

export interface ButtonProps extends Pressable {
  children: ReactNode
  look?: 'primary' | 'plain' | 'quiet' | 'danger' | 'link'
  size?: 'normal' | 'small' | 'large'
  icon?: IconName
  /** Working on it: keeps the focus, does nothing when pressed again. */
  busy?: boolean
  wide?: boolean
  /** What it unfolds, by its element's id, and whether that is there now. */
  unfolds?: { readonly id: string; readonly open: boolean }
}

/** A button with a word on it: a verb. */
export function Button({ children, look = 'plain', size = 'normal', icon, busy = false, wide = false, unfolds, shortcut, onPress, type = 'button', ...rest }: ButtonProps) {
  // React Aria's own pending state reads out a name that is gone a moment later; ours changes its words instead.
  const pressing = busy ? { 'aria-disabled': true, type: 'button' as const } : { type, ...(onPress === undefined ? {} : { onPress }) }
  const unfolding = unfolds === undefined ? {} : { 'aria-expanded': unfolds.open, ...(unfolds.open ? { 'aria-controls': unfolds.id } : {}) }
  const button = (
    <AriaButton {...rest} {...pressing} {...unfolding} className={`button button-${look} button-${size}${wide ? ' button-wide' : ''}${busy ? ' button-at-work' : ''}`}>
      {icon !== undefined && <Icon name={icon} />}
      <span className="button-words">{children}</span>
      {busy && <span className="button-busy" aria-hidden="true" />}
    </AriaButton>
  )
  return shortcut === undefined ? button : <WithTooltip shortcut={shortcut}>{button}</WithTooltip>
}

export interface IconButtonProps extends Pressable {
  icon: IconName
  /** What it does: its name for who cannot see it, its tooltip for who can. */
  label: string
  look?: 'quiet' | 'plain'
  /** For a toggle: whether it is on. */
  pressed?: boolean
}

/** A button that is only a drawing; the tooltip says the word and the key. */
export function IconButton({ icon, label, look = 'quiet', pressed, shortcut, ...rest }: IconButtonProps) {
  return (
    <WithTooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className={`icon-button icon-button-${look}`}
      >
        <Icon name={icon} />
      </AriaButton>
    </WithTooltip>
  )
}
