import { step } from '../../migrate.ts'

/**
 * What somebody did on the server is told to colleagues once the server has done it: until then it waits for its task, and goes with a
 * task that came to nothing. By its number and folder a message is found that went although the task as a whole was refused.
 */
export const deedsOfTasks = step(250, 260, (database) => {
  database.exec(`
    ALTER TABLE deed_outgoing ADD COLUMN task_id TEXT;
    ALTER TABLE deed_outgoing ADD COLUMN message_id INTEGER;
    ALTER TABLE deed_outgoing ADD COLUMN folder_id INTEGER;
    CREATE INDEX deed_outgoing_task ON deed_outgoing (task_id) WHERE task_id IS NOT NULL;

    CREATE TRIGGER deed_without_task AFTER DELETE ON task BEGIN
      DELETE FROM deed_outgoing WHERE task_id = OLD.id;
    END;
  `)
})
