/** Messages whose length is compared by one command: 2,000 lines of 40 bytes, after which an act of the person goes first. */
export const MEASURED_AT_ONCE = 2_000

/** Messages whose attachments leave this disk in one step: some megabytes are read, and little is written. */
export const SPARED_AT_ONCE = 20

/** So many messages of a folder come once more, each as long as it was, before the server's numbers are taken for untrue. */
export const MEASURE_PROBES = 20
