/** One series: which events, counted how, with which filters. */
import { ActionIcon, NativeSelect } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { EventPicker } from '../../question/event-picker.tsx'
import { FilterList } from '../../question/filter-list.tsx'
import { fieldOf, joined, useProblem } from '../../question/problems.tsx'
import { PropertyPicker } from '../../question/property-picker.tsx'
import { CrossSign } from '../../shell/icons.tsx'
import style from './builder.module.css'
import { letterOf } from './letters.ts'
import { MATHS, needsProperty, type SeriesDraft } from './question.ts'

interface Props {
  series: SeriesDraft
  index: number
  /** Of its line in the chart, where it has a single one. */
  colour: number | undefined
  onChange: (series: SeriesDraft) => void
  onRemove: (() => void) | undefined
}

export function SeriesCard({ series, index, colour, onChange, onRemove }: Props) {
  const { words } = useLanguage()
  const letter = letterOf(index)
  const path = `series.${index}`
  const problem = joined(useProblem(path), useProblem(`${path}.event`))
  return (
    <div className={style['series']} role="group" aria-label={words.trend.seriesNamed(letter)}>
      <div className={style['line']}>
        <span
          className={style['letter']}
          style={colour ? { '--letter': `var(--series-${colour})` } : {}}
          aria-hidden="true"
        >
          {letter}
        </span>
        <EventPicker
          label={words.question.event}
          value={series.event}
          onChange={(event) => onChange({ ...series, event })}
          problem={problem}
          anyEvent
        />
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="input-sm"
            aria-label={words.trend.removeSeries(letter)}
            onClick={onRemove}
          >
            <CrossSign size={16} />
          </ActionIcon>
        )}
      </div>
      <Measure series={series} path={path} onChange={onChange} />
      <FilterList
        filters={series.filters}
        path={`${path}.filters`}
        event={series.event}
        onChange={(filters) => onChange({ ...series, filters })}
      />
    </div>
  )
}

function Measure({ series, path, onChange }: Pick<Props, 'series' | 'onChange'> & { path: string }) {
  const { words } = useLanguage()
  const property = useProblem(`${path}.property`)
  const math = useProblem(`${path}.math`)
  return (
    <div className={style['measure']}>
      <NativeSelect
        aria-label={words.trend.math}
        value={series.math}
        data={MATHS.map((value) => ({ value, label: words.trend.maths[value] }))}
        onChange={({ currentTarget }) => {
          const chosen = MATHS.find((one) => one === currentTarget.value) ?? 'total'
          onChange({ ...series, math: chosen, property: needsProperty(chosen) ? series.property : '' })
        }}
        {...fieldOf(math)}
      />
      {needsProperty(series.math) && (
        <PropertyPicker
          label={words.question.property}
          event={series.event}
          value={series.property}
          onChange={(chosen) => onChange({ ...series, property: chosen })}
          problem={property}
        />
      )}
    </div>
  )
}
