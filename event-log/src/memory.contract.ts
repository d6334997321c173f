/** The log in memory keeps the promises that do not need a disk. */
import { eventLogContract } from './contract.ts'
import { openEventLog } from './open.ts'

const gone = 'nothing in memory survives being closed'
eventLogContract({
  name: 'memory',
  newPlace: async () => '',
  open: (_place, partitions, options) => openEventLog(`memory:?partitions=${partitions}`, options),
  skips: {
    'what was acknowledged is there when the log is opened again': gone,
    'a group goes on where it committed, with the note it left there': gone,
    'more than may wait for the disk is refused as overloaded, and accepted again later':
      'memory never waits',
  },
})
