/** Where a trend is written: its series, its filters, its breakdown. */
import { Button } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { ScopeParts } from '../../question/scope-parts.tsx'
import { Part } from '../../question/workbench.tsx'
import { PlusSign } from '../../shell/icons.tsx'
import { colourOf } from '../../charts/lines.ts'
import { MOST_SERIES, newSeries, type SeriesDraft, type TrendQuestion } from './question.ts'
import { SeriesCard } from './series-card.tsx'

interface Props {
  question: TrendQuestion
  onChange: (part: Partial<TrendQuestion>) => void
}

export function TrendBuilder({ question, onChange }: Props) {
  const { words } = useLanguage()
  const { series } = question
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
      <ScopeParts draft={question} onChange={onChange} />
    </>
  )
}
