import { step } from '../../migrate.ts'

const folders = `
CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE folder (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES account (id),
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  shared INTEGER NOT NULL,
  rights INTEGER NOT NULL,
  position INTEGER NOT NULL,
  uid_validity INTEGER,
  uid_next INTEGER,
  highest_modseq INTEGER,
  complete INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account_id, path)
) STRICT;
`

/**
 * `folder_id` and `flags` are what the person sees, `home_id`, `uid` and `home_flags` what the server said last; they differ
 * while a change is under way, and a message that was moved on a server that does not tell its new number has no `uid` for a while. The id rises with the date of receipt, so that the newest of anything are found without sorting.
 */
const messages = `
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  folder_id INTEGER REFERENCES folder (id),
  flags INTEGER NOT NULL,
  thread_id INTEGER NOT NULL,
  home_id INTEGER REFERENCES folder (id),
  uid INTEGER,
  home_flags INTEGER NOT NULL,
  keywords TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  sent_at INTEGER,
  size INTEGER NOT NULL,
  has_attachments INTEGER NOT NULL,
  verdict TEXT NOT NULL DEFAULT 'pending',
  message_key INTEGER,
  subject_key INTEGER,
  stray_answer INTEGER NOT NULL,
  subject TEXT NOT NULL,
  snippet TEXT NOT NULL,
  people TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX message_home ON message (home_id, uid);
CREATE INDEX message_unplaced ON message (home_id) WHERE uid IS NULL;
CREATE INDEX message_shown ON message (folder_id);
CREATE INDEX message_unread ON message (folder_id) WHERE flags & 1 = 0;
CREATE INDEX message_thread ON message (thread_id, folder_id);
CREATE INDEX message_subject ON message (subject_key) WHERE subject_key IS NOT NULL;

CREATE TRIGGER message_uncounted AFTER DELETE ON message BEGIN
  UPDATE folder SET total = total - 1, unread = unread - (OLD.flags & 1 = 0) WHERE id = OLD.folder_id;
END;
CREATE TRIGGER message_recounted AFTER UPDATE OF folder_id, flags ON message
WHEN OLD.folder_id IS NOT NEW.folder_id OR OLD.flags & 1 <> NEW.flags & 1 BEGIN
  UPDATE folder SET total = total - 1, unread = unread - (OLD.flags & 1 = 0) WHERE id = OLD.folder_id;
  UPDATE folder SET total = total + 1, unread = unread + (NEW.flags & 1 = 0) WHERE id = NEW.folder_id;
END;

CREATE TABLE pending_change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL,
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('seen', 'flagged', 'answered', 'forwarded', 'move', 'destroy')),
  value INTEGER,
  from_id INTEGER,
  uid INTEGER,
  UNIQUE (task_id, message_id)
) STRICT;
CREATE INDEX pending_change_message ON pending_change (message_id);
`

const conversations = `
CREATE TABLE thread_key (
  account_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  thread_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE thread_merge (
  id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX thread_merge_into ON thread_merge (into_id);
`

/** Where the raw bytes lie. `known` is how much of a file belongs to committed rows: what lies beyond was never finished. */
const records = `
CREATE TABLE segment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  known INTEGER NOT NULL,
  dead INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE record (
  message_id INTEGER PRIMARY KEY,
  segment_id INTEGER NOT NULL,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL
) STRICT;

CREATE TABLE lost_record (
  message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE
) STRICT;
`

const people = `
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  written INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  UNIQUE (account_id, key)
) STRICT;

CREATE VIRTUAL TABLE person_index USING fts5(
  words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
`

/**
 * No content is kept: the text is in the raw message. Whole positions, so that phrases are found; beginnings of two and three
 * letters, so that typing is fast: that of one would cost another tenth of the index and finds everything.
 */
const index = `
CREATE VIRTUAL TABLE message_index USING fts5(
  subject, sender, recipient, file, body,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
`

export const mailbox = step(0, 10, (database) => database.exec([folders, messages, conversations, records, people, index].join('\n')))
