/** Ours without a log: everything but keeping the batch, to see what keeping costs. */
import { createMemoryLog } from '@firefly/event-log/memory'
import { serveFirefly } from './serve-firefly.ts'

await serveFirefly({
  openLog: async () => ({
    ...createMemoryLog(),
    append: async () => ({ outcome: 'appended', partition: 0, offset: 0 }),
  }),
})
