/** Which files of tests begin first: those known to take longest, so that no core waits for one of them in the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Of a minute and more, by where they lie. All others go by their size, as the runner has it. */
const LONGEST = ['infra/chaos/', 'sdk/conformance/src/browser', 'infra/kafka/', 'rollups/']

const rank = ({ moduleId }: TestSpecification): number =>
  LONGEST.some((part) => moduleId.includes(part)) ? 0 : 1

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the runner's own method of that name.
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
