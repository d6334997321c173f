/** Builds with a planted bug, one for each promise: a checker that lets one pass proves nothing. */
import { expect, test } from 'vitest'
import { CONTROLS } from './faults/controls.ts'
import { tableOf } from './report.ts'
import { LONGEST_MS, standalone } from './testing/short.ts'

for (const control of CONTROLS)
  test(
    `the checker catches it: ${control.about}`,
    async () => {
      const result = await standalone(control, 2)
      expect(result.passed, tableOf([result])).toBe(true)
    },
    LONGEST_MS,
  )
