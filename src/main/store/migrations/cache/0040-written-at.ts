import { step } from '../../migrate.ts'

/** When somebody here last wrote to a person (RT-26), also of mail that is here already: from the sent folders, where few of all messages are. */
export const writtenAt = step(30, 40, (database) => {
  database.exec(`
    ALTER TABLE person ADD COLUMN written_at INTEGER;

    UPDATE person SET written_at = sent.at
    FROM (
      SELECT m.account_id AS account_id, lower(json_extract(p.value, '$[1]')) AS key, max(m.received_at) AS at
      FROM folder f JOIN message m ON m.home_id = f.id, json_each(m.people) AS list, json_each(list.value) AS p
      WHERE f.role = 'sent' AND list.key >= 3 GROUP BY 1, 2
    ) AS sent
    WHERE person.account_id = sent.account_id AND person.key = sent.key AND person.written > 0;
  `)
})
