/** Debug: what becomes of the events of devices under test, before they are stored. */
import type { DebugEvent } from '@firefly/protocol/debug'
import { useEffect, useMemo, useState } from 'react'
import { useLanguage } from '../../language/language.tsx'
import { useAccess } from '../../shell/access.tsx'
import { type LineState, openLine } from '../live/connection.ts'
import frame from '../live/page.module.css'
import { useKeyCheck } from '../live/use-key-check.ts'
import { DebugBar } from './bar.tsx'
import { DebugDetails } from './details.tsx'
import { FirstDevice } from './first-device.tsx'
import { EVERYTHING, isProblem, matching, withNew } from './list.ts'
import { Refusals } from './refusals.tsx'
import { DebugTable } from './table.tsx'

export default function DebugPage() {
  const { words } = useLanguage()
  const [state, setState] = useState<LineState>('connecting')
  const [events, setEvents] = useState<readonly DebugEvent[]>([])
  const [filter, setFilter] = useState(EVERYTHING)
  const [opened, setOpened] = useState<DebugEvent>()
  const refused = useKeyCheck()
  const { secret } = useAccess()
  useEffect(
    () =>
      openLine<DebugEvent>(
        secret,
        {
          onState: setState,
          onEvents: (came) => setEvents((shown) => withNew(shown, came)),
          onRefused: refused,
        },
        { debug: 'true' },
      ),
    [secret, refused],
  )
  const rows = useMemo(() => matching(events, filter), [events, filter])
  const problems = useMemo(() => events.filter(isProblem).length, [events])
  return (
    <div className={frame['page']}>
      <div className={frame['head']}>
        <h1>{words.debug.title}</h1>
        <p>{words.debug.about}</p>
      </div>
      <DebugBar
        state={state}
        filter={filter}
        problems={problems}
        onFilter={setFilter}
        onClear={() => setEvents([])}
      />
      {events.length === 0 ? <FirstDevice /> : <DebugTable rows={rows} onOpen={setOpened} />}
      <Refusals />
      <DebugDetails event={opened} onClose={() => setOpened(undefined)} />
    </div>
  )
}
