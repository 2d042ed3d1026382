/** Every limit of the address book, each with its reason. Units are in the names; sizes are bytes. */

/** Contacts in the book: no practice knows more people by name, and a list this long is still searched while somebody types. */
export const CONTACTS_MOST = 20_000

/** Known addresses that are named beside one they look like: more help nobody to see the difference. */
export const LOOK_ALIKES_TOLD = 3

/** Addresses that are read from the mail's own list at one go, some milliseconds. */
export const PEOPLE_AT_ONCE = 1_000

/** Domains and addresses whose look-alikes are remembered, of each: a flood of made-up addresses must not fill the memory. */
export const ALIKE_REMEMBERED = 2_000

/** Addresses of one domain among which the best known is looked for: the first met are the ones most met. */
export const LOCALS_WEIGHED = 200

/** Pairs of contacts that may be one, told at one time: who has looked at these gets the next. */
export const DUPLICATES_TOLD = 50

/** Suggestions below a field: what fits without scrolling. */
export const SUGGESTIONS = 8
