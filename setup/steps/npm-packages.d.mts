type Entry = { version?: string; optional?: boolean; devOptional?: boolean; peer?: boolean; link?: boolean }
export type Lock = { packages: Record<string, Entry> }
export function areInstalled(wanted: Lock, installed: Lock | undefined): boolean
export function provideNpmPackages(): Promise<void>
