import { step } from '../../migrate.ts'

/** Finds what was done with one message of a shared mailbox among all events of the register. */
export const registerMessages = step(150, 160, (database) => {
  database.exec(`CREATE INDEX register_event_message ON register_event (json_extract(text, '$.body.message'))
    WHERE json_extract(text, '$.body.message') IS NOT NULL`)
})
