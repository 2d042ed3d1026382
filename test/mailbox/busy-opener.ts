/** Opens the attachments of a mailbox one after the other. Run as a process of its own so that it can be killed at any point; says each time something was written. */
import { startAttachmentIndexing } from '../../src/main/app/threads/attachment-host.ts'
import { openWriter, segmentKey } from './open-box.ts'

const [directory = ''] = process.argv.slice(2)
const writer = openWriter(directory)
const indexing = startAttachmentIndexing({
  start: { directory, segmentKey }, firstAfterMs: 0, pauses: 0,
  writer: {
    unopened: (before) => writer.unopened(before, 2),
    beginOpening: (messageId, again) => { writer.beginOpening(messageId, again) },
    endOpening: (messageId, notBefore) => { writer.endOpening(messageId, notBefore) },
    saveOpened(found) {
      writer.saveOpened(found)
      process.stdout.write('saved\n')
    },
  },
})
indexing.wake()
await indexing.settled()
await indexing.close()
writer.close()
