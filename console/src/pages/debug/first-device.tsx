/** What the debug page says while no device is under test: how to mark one. */
import { useLanguage } from '../../language/language.tsx'
import style from '../live/first-event.module.css'
import { Snippet } from '../live/snippet.tsx'

export function FirstDevice() {
  const { debug, live } = useLanguage().words
  return (
    <section className={style['card']}>
      <div className={style['glow']} aria-hidden="true" />
      <h2>{debug.emptyTitle}</h2>
      <p>{debug.emptyText}</p>
      <Snippet label={debug.emptySdk} code={tagFor(location.origin)} />
      <Snippet label={debug.emptyHeader} code={curlFor(location.origin)} />
      <Snippet label={debug.emptyKey} code="npm run keys -- create write --debug watch" />
      <p className={style['hint']}>{live.emptyKey}</p>
    </section>
  )
}

const tagFor = (origin: string): string =>
  `<script src="${origin}/firefly.js" data-write-key="YOUR_WRITE_KEY" data-debug="true" async></script>`

const curlFor = (origin: string): string =>
  `curl -u YOUR_WRITE_KEY: -H 'content-type: application/json' -H 'x-firefly-debug: true' \\
  -d '{"batch":[{"type":"track","event":"Hello","anonymousId":"me"}]}' \\
  ${origin}/v1/batch`
