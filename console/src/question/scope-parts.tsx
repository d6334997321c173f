/** The parts of a question that every page has: above the answer when it is about, in the builder of which events and groups. */
import type { ReactNode } from 'react'
import { useLanguage } from '../language/language.tsx'
import { BreakdownPart } from './breakdown-part.tsx'
import { FilterList } from './filter-list.tsx'
import { RangePicker } from './range-picker.tsx'
import type { Frame, Scope } from './scope.ts'
import { Part } from './workbench.tsx'
import { ZonePicker } from './zone-picker.tsx'

interface Props<Draft> {
  draft: Draft
  onChange: (part: Partial<Draft>) => void
}

/** `children` stand between the days and the zone. */
export function FrameBar({
  draft: { range, zone },
  onChange,
  children,
}: Props<Frame> & { children?: ReactNode }) {
  return (
    <>
      <RangePicker range={range} zone={zone} onChange={(next) => onChange({ range: next })} />
      {children}
      <ZonePicker zone={zone} onChange={(next) => onChange({ zone: next })} />
    </>
  )
}

export function FilterPart({ draft: { filters }, onChange }: Props<Frame>) {
  const { words } = useLanguage()
  return (
    <Part title={words.question.filters}>
      <FilterList
        filters={filters}
        path="filters"
        event=""
        onChange={(changed) => onChange({ filters: changed })}
      />
    </Part>
  )
}

export function ScopeParts({ draft, onChange }: Props<Scope>) {
  return (
    <>
      <FilterPart draft={draft} onChange={onChange} />
      <BreakdownPart draft={draft} onChange={onChange} />
    </>
  )
}
