import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { CommandRegistry, type Command } from './command-registry.ts'

const RegistryContext = createContext<CommandRegistry>(new CommandRegistry())

const isTypingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement
  && (target.isContentEditable || (target.matches('input:not([type=checkbox],[type=radio],[type=button]), textarea, select')
  || target.closest('[role=menu], [role=listbox][data-typeahead]') !== null))

/** Listens for keys for everything below it. `singleKeys` false: letters alone do nothing (WCAG 2.1.4). */
export function CommandsProvider({ singleKeys, children }: { singleKeys: boolean; children: ReactNode }) {
  const [registry] = useState(() => new CommandRegistry())
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const command = registry.find(event, { typing: isTypingIn(event.target), singleKeys })
      if (command === undefined) return
      event.preventDefault()
      command.run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [registry, singleKeys])
  return <RegistryContext value={registry}>{children}</RegistryContext>
}

/** Offers commands while this component is on the screen. Memoise the list, or it is offered anew at each render. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useContext(RegistryContext)
  useEffect(() => registry.add(commands), [registry, commands])
}

/** Everything that can be done now, for the palette and the list of keys. */
export function useCommandList(): readonly Command[] {
  const registry = useContext(RegistryContext)
  return useSyncExternalStore(registry.watch, registry.list)
}

/** Receives what somebody typed in the palette and wants to search for in all mail. */
export function useSearchHandover(onSearch: (text: string) => void): void {
  const registry = useContext(RegistryContext)
  useEffect(() => registry.takeSearch(onSearch), [registry, onSearch])
}

export function useHandSearchOver(): (text: string) => void {
  const registry = useContext(RegistryContext)
  return (text) => registry.search(text)
}

/** For a dialog: the screens below it do not answer to keys while it is open. */
export function useHeldCommands(): void {
  const registry = useContext(RegistryContext)
  useEffect(() => registry.hold(), [registry])
}
