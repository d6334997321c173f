/** The pages; each remembers the question that was last on it. */
import { useEffect, useRef } from 'react'
import { useLanguage } from '../language/language.tsx'
import { PAGES, type Page, usePlace, writePlace } from '../place.ts'
import { DebugSign, FunnelSign, LiveSign, PathSign, RetentionSign, TrendSign } from './icons.tsx'
import style from './navigation.module.css'

const SIGNS = {
  live: LiveSign,
  debug: DebugSign,
  trend: TrendSign,
  funnel: FunnelSign,
  retention: RetentionSign,
  path: PathSign,
}

export function Navigation({ current }: { current: Page }) {
  const { words } = useLanguage()
  const place = usePlace()
  const last = useRef<Partial<Record<Page, string>>>({})
  useEffect(() => {
    last.current[place.page] = place.search
  }, [place.page, place.search])
  const remember = (page: Page, link: HTMLAnchorElement): void => {
    link.href = writePlace({ page, search: last.current[page] ?? '' })
  }
  return (
    <nav className={style['nav']} aria-label={words.nav.label}>
      {PAGES.map((page) => {
        const Sign = SIGNS[page]
        return (
          <a
            key={page}
            href={writePlace({ page, search: '' })}
            aria-current={page === current ? 'page' : undefined}
            // The address is put in at the last moment, so that a click, a tap and Enter all follow it.
            onClick={(event) => remember(page, event.currentTarget)}
          >
            <Sign />
            <span>{words.nav[page]}</span>
          </a>
        )
      })}
    </nav>
  )
}
