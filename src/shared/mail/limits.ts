/** Recipients of one message: far above any practice's mailing, and planned, shown and handed in one by one in minutes. */
export const RECIPIENTS_MOST = 2_000

/** Addresses that a field of a draft keeps: an answer to all of a large list too stays whole, though it cannot be sent like that. */
export const FIELD_ADDRESSES_KEPT = 10_000

/** One thing typed between two commas: no address is longer than 254, but what was typed is kept and told to be none. */
export const TYPED_ADDRESS_CHARS = 100_000

/** HTML of one letter: a novel; what is longer is a document and goes as one. */
export const LETTER_CHARS = 5_000_000

/** RT-25: so many people outside who see each other's address may be one conversation, such as all who care for a patient; more is a mailing. */
export const VISIBLE_GROUP_MOST = 10
