export const outboxBlobs = (_db: unknown): string[] => []
export const startPosting = (_room: unknown) => ({ list: () => [], [Symbol.asyncDispose]: async () => {} , holdsMailOf: () => false })
