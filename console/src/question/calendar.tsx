/** Two days chosen in a calendar of the spoken language. */
import '@mantine/dates/styles.css'
import 'dayjs/locale/zh-cn.js'
import { DatePicker, DatesProvider } from '@mantine/dates'
import { useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import type { Days } from './range.ts'

interface Props {
  days: Days
  onChange: (days: Days) => void
}

const LOCALES = { en: 'en', zh: 'zh-cn' }

export default function Calendar({ days, onChange }: Props) {
  const { language } = useLanguage()
  const [chosen, setChosen] = useState<[string | null, string | null]>([days.from, days.to])
  const choose = (next: [string | null, string | null]): void => {
    setChosen(next)
    const [from, to] = next
    if (from && to) onChange({ from: from.slice(0, 10), to: to.slice(0, 10) })
  }
  return (
    <DatesProvider settings={{ locale: LOCALES[language], firstDayOfWeek: 1, weekendDays: [] }}>
      <DatePicker
        type="range"
        value={chosen}
        onChange={choose}
        defaultDate={days.to}
        allowSingleDateInRange
      />
    </DatesProvider>
  )
}
