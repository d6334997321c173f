/** For tests: a short round of a fault, the same in every run; `npm run chaos` does the long one. */
import type { Availability } from '@firefly/kafka/availability'
import { expect } from 'vitest'
import { type Result, runCampaign } from '../campaign.ts'
import type { Fault } from '../fault.ts'
import { type Points, runPoints } from '../points/points.ts'
import { tableOf } from '../report.ts'
import type { Mode } from '../world.ts'

const SEED = 20_261_123
/** A machine that does much else at the same time needs patience. */
export const LONGEST_MS = 600_000

export const standalone = (fault: Fault, times: number): Promise<Result> =>
  campaign(fault, 'standalone', times, undefined)

export const overKafka = (
  fault: Fault,
  times: number,
  kafka: Exclude<Availability, { missing: string }> | undefined,
): Promise<Result> => campaign(fault, 'kafka', times, kafka)

export const points = (which: Points, times: number): Promise<Result> =>
  runPoints(which, SEED, times, () => undefined)

export function expectNothingWrong(result: Result): void {
  expect(result.passed, tableOf([result])).toBe(true)
  expect(result.verdict).toMatchObject({ lost: 0, duplicated: 0, invented: 0, corrupted: 0, disordered: 0 })
}

const campaign = (
  fault: Fault,
  mode: Mode,
  times: number,
  kafka: Parameters<typeof runCampaign>[0]['kafka'],
): Promise<Result> => runCampaign({ fault, mode, seed: SEED, times, kafka, say: () => undefined })
