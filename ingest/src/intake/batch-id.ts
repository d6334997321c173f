/** Names of batches: UUIDs of version 7, whose randomness is drawn for many at a time. */
import { randomFillSync } from 'node:crypto'
import { V7Generator } from 'uuidv7'

const drawn = new Uint32Array(1_024)
let next = drawn.length

function nextUint32(): number {
  if (next === drawn.length) {
    randomFillSync(drawn)
    next = 0
  }
  return drawn[next++] as number
}

const generator = new V7Generator({ nextUint32 })

export const newBatchId = (): string => generator.generate().toString()
