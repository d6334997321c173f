/** One test a scenario, for one flavour; what it skips is printed with its reason. */
import { describe, expect, test } from 'vitest'
import type { Flavour } from './device.ts'
import { play } from './play.ts'
import { SCENARIOS } from './scenarios.ts'
import { reasonAgainst, skipLines } from './tell.ts'

const TEST_MS = 150_000

export function promiseAll(flavour: Flavour): void {
  // oxlint-disable-next-line no-console -- a skip must say why.
  for (const line of skipLines(SCENARIOS, flavour)) console.warn(line)
  describe.concurrent(flavour.name, () => {
    for (const scenario of SCENARIOS)
      test.skipIf(reasonAgainst(scenario, flavour) !== undefined)(
        scenario.name,
        async () => {
          expect(await play(scenario, flavour)).toEqual([])
        },
        TEST_MS,
      )
  })
}
