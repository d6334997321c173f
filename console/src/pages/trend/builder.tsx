/** Where a trend is written: its series, its filters, its breakdown. */
import { Button, NumberInput } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { FilterList } from '../../question/filter-list.tsx'
import { useProblem } from '../../question/problems.tsx'
import { PropertyPicker } from '../../question/property-picker.tsx'
import { WhosePicker } from '../../question/whose-picker.tsx'
import { Part } from '../../question/workbench.tsx'
import { PlusSign } from '../../shell/icons.tsx'
import { colourOf } from '../../charts/lines.ts'
import style from './builder.module.css'
import { MOST_GROUPS, MOST_SERIES, newSeries, type SeriesDraft, type TrendQuestion } from './question.ts'
import { SeriesCard } from './series-card.tsx'

interface Props {
  question: TrendQuestion
  onChange: (part: Partial<TrendQuestion>) => void
}

export function TrendBuilder({ question, onChange }: Props) {
  const { words } = useLanguage()
  const { series, filters } = question
  const replace = (index: number, one: SeriesDraft): void => onChange({ series: series.with(index, one) })
  const remove = (index: number): void => onChange({ series: series.filter((_, at) => at !== index) })
  return (
    <>
      <Part title={words.trend.series}>
        {series.map((one, index) => (
          <SeriesCard
            // A series is known by its place: A, B, C.
            key={index}
            series={one}
            index={index}
            colour={question.breakdown ? undefined : colourOf(index)}
            onChange={(changed) => replace(index, changed)}
            onRemove={series.length > 1 ? () => remove(index) : undefined}
          />
        ))}
        {series.length < MOST_SERIES && (
          <Button
            variant="default"
            leftSection={<PlusSign size={16} />}
            onClick={() => onChange({ series: [...series, newSeries()] })}
          >
            {words.trend.addSeries}
          </Button>
        )}
      </Part>
      <Part title={words.question.filters}>
        <FilterList
          filters={filters}
          path="filters"
          event=""
          onChange={(changed) => onChange({ filters: changed })}
        />
      </Part>
      <Part title={words.trend.breakdown}>
        <Breakdown question={question} onChange={onChange} />
      </Part>
    </>
  )
}

function Breakdown({ question: { breakdown, whose, groups }, onChange }: Props) {
  const { words } = useLanguage()
  const problem = useProblem('breakdown', true)
  return (
    <div className={style['breakdown']}>
      <WhosePicker whose={whose} path="breakdown" onChange={(changed) => onChange({ whose: changed })} />
      <PropertyPicker
        label={words.trend.breakdown}
        event=""
        source={whose.source}
        value={breakdown}
        onChange={(property) => onChange({ breakdown: property })}
        placeholder={words.trend.chooseBreakdown}
        clearLabel={words.trend.clearBreakdown}
        problem={problem}
      />
      {breakdown !== '' && (
        <NumberInput
          aria-label={words.trend.groups}
          title={words.trend.groups}
          value={groups}
          min={1}
          max={MOST_GROUPS}
          clampBehavior="strict"
          allowDecimal={false}
          onChange={(value) => typeof value === 'number' && onChange({ groups: Math.max(1, value) })}
        />
      )}
    </div>
  )
}
