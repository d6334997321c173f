/** What the live page says while nothing has happened: how to make something happen. */
import { Button } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import style from './first-event.module.css'
import { Snippet } from './snippet.tsx'

export function FirstEvent() {
  const { words } = useLanguage()
  const { live } = words
  return (
    <section className={style['card']}>
      <div className={style['glow']} aria-hidden="true" />
      <h2>{live.emptyTitle}</h2>
      <p>{live.emptyText}</p>
      <Button component="a" href="/demo/" target="_blank" rel="noopener">
        {live.emptyDemo}
      </Button>
      <Snippet label={live.emptySnippet} code={tagFor(location.origin)} />
      <Snippet label={live.emptyCurl} code={curlFor(location.origin)} />
      <p className={style['hint']}>{live.emptyKey}</p>
    </section>
  )
}

const tagFor = (origin: string): string =>
  `<script src="${origin}/firefly.js" data-write-key="YOUR_WRITE_KEY" async></script>`

const curlFor = (origin: string): string =>
  `curl -u YOUR_WRITE_KEY: -H 'content-type: application/json' \\
  -d '{"batch":[{"type":"track","event":"Hello","anonymousId":"me"}]}' \\
  ${origin}/v1/batch`
