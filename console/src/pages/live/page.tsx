/** Live: events in the moment they are stored. */
import type { LiveEvent } from '@firefly/protocol/live'
import { useEffect, useMemo, useReducer, useState } from 'react'
import { useLanguage } from '../../language/language.tsx'
import { useAccess } from '../../shell/access.tsx'
import { LiveBar } from './bar.tsx'
import { type LineState, openLine } from './connection.ts'
import { Details } from './details.tsx'
import { FirstEvent } from './first-event.tsx'
import { EMPTY, type LiveFilter, MOST_EVENTS, NO_FILTER, reduceLive, shownOf } from './list.ts'
import { LiveNotices } from './notices.tsx'
import style from './page.module.css'
import { LiveTable } from './table.tsx'
import { useKeyCheck } from './use-key-check.ts'

export function LivePage() {
  const { words, format } = useLanguage()
  const [list, act] = useReducer(reduceLive, EMPTY)
  const [state, setState] = useState<LineState>('connecting')
  const [opened, setOpened] = useState<LiveEvent>()
  const refused = useKeyCheck()
  const { secret } = useAccess()

  useEffect(
    () =>
      openLine<LiveEvent>(secret, {
        onState: setState,
        onEvents: (events, dropped) => act({ kind: 'came', events, dropped }),
        onRefused: refused,
      }),
    [secret, refused],
  )
  const rows = useMemo(() => shownOf(list), [list])
  const setFilter = (filter: LiveFilter): void => act({ kind: 'filter', filter })
  const nothingYet = list.next === 0
  return (
    <div className={style['page']}>
      <div className={style['head']}>
        <h1>{words.live.title}</h1>
        <p>{words.live.about}</p>
      </div>
      <LiveBar
        state={state}
        paused={list.paused}
        filter={list.filter}
        onFilter={setFilter}
        onAct={(kind) => act({ kind })}
      />
      <LiveNotices list={list} onResume={() => act({ kind: 'resume' })} />
      {nothingYet ? (
        <FirstEvent />
      ) : (
        <>
          <LiveTable rows={rows} onOpen={setOpened} onClear={() => setFilter(NO_FILTER)} />
          <p className={style['count']}>
            {words.live.showing(rows.length, format.number(rows.length))} ·{' '}
            {words.live.bound(format.number(MOST_EVENTS))}
          </p>
        </>
      )}
      <Details
        event={opened}
        onClose={() => setOpened(undefined)}
        onPerson={(person) => setFilter({ event: '', person })}
      />
    </div>
  )
}
