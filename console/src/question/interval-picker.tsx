/** Chooses how wide the buckets are; widths that would be too many cannot be chosen. */
import { NativeSelect } from '@mantine/core'
import type { Interval } from '@firefly/protocol/query'
import { useLanguage } from '../language/language.tsx'
import { chosenInterval, fits, INTERVALS } from './interval.ts'
import { fieldOf, useProblem } from './problems.tsx'

interface Props {
  interval: Interval | 'auto'
  /** Length of the range in days. */
  days: number
  onChange: (interval: Interval | 'auto') => void
}

export function IntervalPicker({ interval, days, onChange }: Props) {
  const { words } = useLanguage()
  const { intervals, auto, tooFine } = words.question
  const automatic = auto(intervals[chosenInterval('auto', days)])
  const options = INTERVALS.map((one) => ({
    value: one as string,
    label: fits(one, days) ? intervals[one] : `${intervals[one]} — ${tooFine}`,
    disabled: !fits(one, days),
  }))
  return (
    <NativeSelect
      aria-label={words.question.interval}
      value={interval !== 'auto' && fits(interval, days) ? interval : 'auto'}
      data={[{ value: 'auto', label: automatic }, ...options]}
      onChange={({ currentTarget }) =>
        onChange(INTERVALS.find((one) => one === currentTarget.value) ?? 'auto')
      }
      {...fieldOf(useProblem('interval'))}
      maw="11rem"
    />
  )
}
