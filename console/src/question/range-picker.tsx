/** Chooses the days of a question: a name that moves with the calendar, or two days. */
import { Button, Popover, UnstyledButton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import { CalendarSign } from '../shell/icons.tsx'
import { joined, useProblem } from './problems.tsx'
import style from './range-picker.module.css'
import { daysOf, PRESETS, type Range } from './range.ts'

/** The calendar is large and seldom needed: it is fetched when somebody opens it. */
const Calendar = lazy(() => import('./calendar.tsx'))

interface Props {
  range: Range
  zone: string
  onChange: (range: Range) => void
}

export function RangePicker({ range, zone, onChange }: Props) {
  const { words, format } = useLanguage()
  const [open, setOpen] = useState(false)
  const problem = joined(useProblem('from'), useProblem('to'))
  const days = daysOf(range, zone, new Date())
  const dates =
    days.from === days.to ? format.day(days.from) : `${format.day(days.from)} – ${format.day(days.to)}`
  const name = typeof range === 'string' ? words.question.presets[range] : dates
  const choose = (next: Range): void => {
    onChange(next)
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<CalendarSign size={16} />}
          aria-label={`${words.question.range}: ${name}`}
          aria-description={problem.error || problem.gap}
          title={problem.error || problem.gap || dates}
          onClick={() => setOpen((was) => !was)}
        >
          {name}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={style['dropdown'] ?? ''} aria-label={words.question.range}>
        <div className={style['presets']}>
          {PRESETS.map((preset) => (
            <UnstyledButton
              key={preset}
              className={style['preset']}
              aria-pressed={range === preset}
              onClick={() => choose(preset)}
            >
              {words.question.presets[preset]}
            </UnstyledButton>
          ))}
        </div>
        <div className={style['calendar']} role="group" aria-label={words.question.custom}>
          <Suspense>
            <Calendar days={days} onChange={choose} />
          </Suspense>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
