/** A short round of faults with each role on its own, over a real broker. */
import { findKafka } from '@firefly/kafka/availability'
import { describe, test } from 'vitest'
import { killBroker } from './faults/kill-broker.ts'
import { killProcessor } from './faults/kill-processor.ts'
import { expectNothingWrong, LONGEST_MS, overKafka } from './testing/short.ts'

const found = findKafka((line) => process.stderr.write(`${line}\n`))
const kafka = 'missing' in found ? undefined : found
if ('missing' in found) process.stderr.write(`NOT RUN: chaos in Kafka mode — ${found.missing}\n`)

describe.skipIf(!kafka)('each role on its own, over Kafka', () => {
  test(
    'with its processors killed, it loses nothing and doubles nothing',
    async () => {
      expectNothingWrong(await overKafka(killProcessor, 3, kafka))
    },
    LONGEST_MS,
  )
  test(
    'with its broker killed, it loses nothing and doubles nothing',
    async () => {
      expectNothingWrong(await overKafka(killBroker, 2, kafka))
    },
    LONGEST_MS,
  )
})
