/** From the steps of a funnel to what is drawn: widths, who went on, who left. */
import type { FunnelStep } from '@firefly/protocol/results'

export interface Stage extends FunnelStep {
  /** Lost since the step before; 0 at the first. */
  left: number
  /** Share of the step before that was lost, 0 to 1. */
  leftShare: number
}

export const stagesOf = (steps: readonly FunnelStep[]): Stage[] =>
  steps.map((step, index) => {
    const before = index === 0 ? step.count : (steps[index - 1]?.count ?? 0)
    const left = Math.max(0, before - step.count)
    return { ...step, left, leftShare: before > 0 ? left / before : 0 }
  })

/** The step before which most people are lost; undefined when nobody is. */
export function largestDrop(stages: readonly Stage[]): Stage | undefined {
  const [first] = stages.toSorted((a, b) => b.left - a.left)
  return first && first.left > 0 ? first : undefined
}
