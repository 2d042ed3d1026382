import type { IconName } from './icons.tsx'
import { isSingleKey, matchesKeys } from './key-names.ts'

export type CommandGroup = 'read' | 'write' | 'go' | 'app'

/** Something a person can do from the keyboard or the palette, offered while its screen is there. */
export interface Command {
  readonly id: string
  /** Already in the language of the screen: a verb first. */
  readonly label: string
  readonly group: CommandGroup
  /** As `key-names.ts` writes them; the first is shown. */
  readonly keys?: readonly string[]
  readonly icon?: IconName
  readonly run: () => void
  /** In the palette as well as under its key. Steps like j and k are only keys. */
  readonly inPalette?: boolean
  /** Also while a dialog is open or a field is being typed in: locking must always work. */
  readonly always?: boolean
}

type PressEvent = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>
export interface PressPlace {
  /** Focus is in a text field or an editor. */
  readonly typing: boolean
  readonly singleKeys: boolean
}

/** What can be done now. A screen that is opened later goes before one that is below it. */
export class CommandRegistry {
  private readonly sets: (readonly Command[])[] = []
  private readonly watchers = new Set<() => void>()
  private handovers: ((text: string) => void)[] = []
  private holds = 0
  private snapshot: readonly Command[] = []

  /** Offers commands until the returned function is called. */
  add(commands: readonly Command[]): () => void {
    this.sets.push(commands)
    this.changed()
    return () => {
      this.sets.splice(this.sets.indexOf(commands), 1)
      this.changed()
    }
  }

  /** Takes a search that was begun in the palette; the last screen that asked gets it. */
  takeSearch(handover: (text: string) => void): () => void {
    this.handovers.push(handover)
    return () => { this.handovers = this.handovers.filter((other) => other !== handover) }
  }

  search(text: string): void {
    this.handovers.at(-1)?.(text)
  }

  /** While a dialog is open, only `always` commands work. */
  hold(): () => void {
    this.holds += 1
    return () => { this.holds -= 1 }
  }

  /** Every command once, by id; the latest offer of an id counts. */
  readonly list = (): readonly Command[] => this.snapshot

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => void this.watchers.delete(watcher)
  }

  /** The command for this key press here, or undefined: then the key is not ours. */
  find(event: PressEvent, place: PressPlace): Command | undefined {
    return this.snapshot.findLast((command) =>
      (command.always === true || this.holds === 0)
      && (command.keys ?? []).some((keys) => matchesKeys(keys, event) && allowed(command, keys, place)))
  }

  private changed(): void {
    const byId = new Map<string, Command>()
    for (const command of this.sets.flat()) {
      byId.delete(command.id)
      byId.set(command.id, command)
    }
    this.snapshot = [...byId.values()]
    for (const watcher of this.watchers) watcher()
  }
}

function allowed(command: Command, keys: string, place: PressPlace): boolean {
  if (isSingleKey(keys)) return place.singleKeys && !place.typing
  if (keys.includes('Mod+') || keys.includes('Alt+')) return true
  return !place.typing || command.always === true
}
