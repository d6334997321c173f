/** A short round of every kind of fault, and the planted bugs that must be caught; `npm run chaos` does the long one. */
import { findKafka } from '@firefly/kafka/availability'
import { describe, expect, test } from 'vitest'
import { type Result, runCampaign } from './campaign.ts'
import type { Fault } from './fault.ts'
import { CONTROLS } from './faults/controls.ts'
import { failingLog } from './faults/failing-disk.ts'
import { fullLog } from './faults/full-disk.ts'
import { killBroker } from './faults/kill-broker.ts'
import { killProcessor } from './faults/kill-processor.ts'
import { killStandalone } from './faults/kill-collector.ts'
import { CRASH_POINTS } from './points/crash-points.ts'
import { FAILING_POINTS } from './points/failing-points.ts'
import { type Points, runPoints } from './points/points.ts'
import { whyNoTracing } from './points/traced.ts'
import { tableOf } from './report.ts'
import type { Mode } from './world.ts'

const SEED = 20_261_123
/** A machine that does much else at the same time needs patience. */
const LONGEST_MS = 600_000
const found = findKafka((line) => process.stderr.write(`${line}\n`))
const kafka = 'missing' in found ? undefined : found
if ('missing' in found) process.stderr.write(`NOT RUN: chaos in Kafka mode — ${found.missing}\n`)
const whyNot = whyNoTracing()
if (whyNot) process.stderr.write(`NOT RUN: ${CRASH_POINTS.name}, ${FAILING_POINTS.name} — ${whyNot}\n`)
const isRoot = process.getuid?.() === 0
if (!isRoot) process.stderr.write('NOT RUN: a full disk — only root may mount the small disk\n')

const run = (fault: Fault, mode: Mode, times: number): Promise<Result> =>
  runCampaign({ fault, mode, seed: SEED, times, kafka, say: () => undefined })
const points = (which: Points, times: number): Promise<Result> =>
  runPoints(which, SEED, times, () => undefined)
const expectNothingWrong = (result: Result): void => {
  expect(result.passed, tableOf([result])).toBe(true)
  expect(result.verdict).toMatchObject({ lost: 0, duplicated: 0, invented: 0, corrupted: 0, disordered: 0 })
}

describe('everything in one process', () => {
  test(
    'killed at random, it loses nothing and doubles nothing',
    async () => {
      expectNothingWrong(await run(killStandalone, 'standalone', 3))
    },
    LONGEST_MS,
  )
  test(
    'killed at each point where exactly once is decided, it loses nothing and doubles nothing',
    async () => {
      expectNothingWrong(await run(killProcessor, 'standalone', 5))
    },
    LONGEST_MS,
  )
  test.skipIf(!isRoot)(
    'with no room on the disk of the log it refuses, and goes on by itself',
    async () => {
      expectNothingWrong(await run(fullLog, 'standalone', 2))
    },
    LONGEST_MS,
  )
  test.skipIf(whyNot !== undefined)(
    'with a disk of the log that fails it refuses, and goes on by itself',
    async () => {
      expectNothingWrong(await run(failingLog, 'standalone', 2))
    },
    LONGEST_MS,
  )
  test.skipIf(whyNot !== undefined)(
    'killed within a write, its log opens whole',
    async () => {
      expectNothingWrong(await points(CRASH_POINTS, 5))
    },
    LONGEST_MS,
  )
  test.skipIf(whyNot !== undefined)(
    'with a write or a flush that fails, its log goes on and keeps what it said',
    async () => {
      expectNothingWrong(await points(FAILING_POINTS, 5))
    },
    LONGEST_MS,
  )
})

describe.skipIf(!kafka)('each role on its own, over Kafka', () => {
  test(
    'with its processors killed, it loses nothing and doubles nothing',
    async () => {
      expectNothingWrong(await run(killProcessor, 'kafka', 3))
    },
    LONGEST_MS,
  )
  test(
    'with its broker killed, it loses nothing and doubles nothing',
    async () => {
      expectNothingWrong(await run(killBroker, 'kafka', 2))
    },
    LONGEST_MS,
  )
})

describe('the checker', () => {
  for (const control of CONTROLS)
    test(
      `catches it: ${control.about}`,
      async () => {
        const result = await run(control, 'standalone', 2)
        expect(result.passed, tableOf([result])).toBe(true)
      },
      LONGEST_MS,
    )
})
