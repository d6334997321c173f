/** The frame around every page: where one can go, how the server is, and the page itself. */
import { ActionIcon, Popover } from '@mantine/core'
import { type ComponentType, lazy, Suspense, useEffect } from 'react'
import { useLanguage } from '../language/language.tsx'
import { LivePage } from '../pages/live/page.tsx'
import { type Page, usePlace } from '../place.ts'
import { useAccess } from './access.tsx'
import { DoorSign, GearSign } from './icons.tsx'
import { Logo } from './logo.tsx'
import { Navigation } from './navigation.tsx'
import { Preferences } from './preferences.tsx'
import style from './shell.module.css'
import { StatusLine } from './status-line.tsx'

/** The page one lands on is here at once; the others are fetched when they are opened. */
const PAGES: Record<Page, ComponentType> = {
  live: LivePage,
  debug: lazy(() => import('../pages/debug/page.tsx')),
  trend: lazy(() => import('../pages/trend/page.tsx')),
  funnel: lazy(() => import('../pages/funnel/page.tsx')),
  retention: lazy(() => import('../pages/retention/page.tsx')),
  path: lazy(() => import('../pages/path/page.tsx')),
}

export function Shell() {
  const { words } = useLanguage()
  const { page } = usePlace()
  const Current = PAGES[page]
  useEffect(() => {
    document.title = `${words.nav[page]} · Firefly`
  }, [page, words])
  return (
    <div className={style['shell']}>
      {/* A button, since a link to #main would change the address of the page. */}
      <button
        type="button"
        className={style['skip']}
        onClick={() => document.getElementById('main')?.focus()}
      >
        {words.nav.skip}
      </button>
      <header className={style['side']}>
        <Logo />
        <Navigation current={page} />
        <div className={style['foot']}>
          <StatusLine />
          <Preferences />
          <SignOut />
        </div>
        <Settings />
      </header>
      <main id="main" className={style['main']} tabIndex={-1}>
        <Suspense>
          <Current />
        </Suspense>
      </main>
    </div>
  )
}

function SignOut() {
  const { words } = useLanguage()
  const { end } = useAccess()
  return (
    <button type="button" className={style['out']} onClick={() => end()}>
      <DoorSign size={16} />
      {words.preferences.signOut}
    </button>
  )
}

/** On a narrow screen, what stands at the foot of the side bar moves behind one button. */
function Settings() {
  const { words } = useLanguage()
  return (
    <div className={style['settings']}>
      <Popover position="bottom-end" trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.preferences.label}>
            <GearSign />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={style['sheet'] ?? ''} aria-label={words.preferences.label}>
          <StatusLine />
          <Preferences />
          <SignOut />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
