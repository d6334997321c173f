/** Chooses the time zone whose days and hours a question means. */
import { useMemo } from 'react'
import { useLanguage } from '../language/language.tsx'
import { GlobeSign } from '../shell/icons.tsx'
import { Picker } from './picker.tsx'
import { useProblem } from './problems.tsx'
import { type OffsetZone, zonesAt } from './zones.ts'

interface Props {
  zone: string
  onChange: (zone: string) => void
}

export function ZonePicker({ zone, onChange }: Props) {
  const { words } = useLanguage()
  const zones = useMemo(() => zonesAt(new Date()), [])
  const choices = zones.map(({ name, offset }: OffsetZone) => ({
    value: name,
    label: name.replaceAll('_', ' '),
    hint: offset,
  }))
  return (
    <Picker
      label={words.question.zone}
      value={zone}
      onChange={onChange}
      choices={choices}
      placeholder={words.question.zone}
      problem={useProblem('timezone')}
      sign={<GlobeSign size={16} />}
    />
  )
}
