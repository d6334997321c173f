/** A short round of every kind of fault, with everything in one process. */
import { test } from 'vitest'
import { failingLog } from './faults/failing-disk.ts'
import { fullLog } from './faults/full-disk.ts'
import { killStandalone } from './faults/kill-collector.ts'
import { killProcessor } from './faults/kill-processor.ts'
import { CRASH_POINTS } from './points/crash-points.ts'
import { FAILING_POINTS } from './points/failing-points.ts'
import { FIRST_START } from './points/first-start.ts'
import { whyNoTracing } from './points/traced.ts'
import { expectNothingWrong, LONGEST_MS, points, standalone } from './testing/short.ts'

const whyNot = whyNoTracing()
if (whyNot) process.stderr.write(`NOT RUN: ${CRASH_POINTS.name}, ${FAILING_POINTS.name} — ${whyNot}\n`)
const isRoot = process.getuid?.() === 0
if (!isRoot) process.stderr.write('NOT RUN: a full disk — only root may mount the small disk\n')

test(
  'killed at random, it loses nothing and doubles nothing',
  async () => {
    expectNothingWrong(await standalone(killStandalone, 3))
  },
  LONGEST_MS,
)
test(
  'killed at each point where exactly once is decided, it loses nothing and doubles nothing',
  async () => {
    expectNothingWrong(await standalone(killProcessor, 5))
  },
  LONGEST_MS,
)
test(
  'killed while it starts for the very first time, it starts the next time',
  async () => {
    expectNothingWrong(await points(FIRST_START, 1))
  },
  LONGEST_MS,
)
test.skipIf(!isRoot)(
  'with no room on the disk of the log it refuses, and goes on by itself',
  async () => {
    expectNothingWrong(await standalone(fullLog, 2))
  },
  LONGEST_MS,
)
test.skipIf(whyNot !== undefined)(
  'with a disk of the log that fails it refuses, and goes on by itself',
  async () => {
    expectNothingWrong(await standalone(failingLog, 2))
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
