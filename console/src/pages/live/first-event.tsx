/** What the live page says while nothing has happened: how to make something happen. */
import { Button, Code, CopyButton } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import style from './first-event.module.css'

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

function Snippet({ label, code }: { label: string; code: string }) {
  const { words } = useLanguage()
  return (
    <figure className={style['snippet']}>
      <figcaption>{label}</figcaption>
      <Code block tabIndex={0}>
        {code}
      </Code>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            variant="default"
            onClick={copy}
            aria-label={`${words.live.copy}: ${label}`}
          >
            {copied ? words.live.copied : words.live.copy}
          </Button>
        )}
      </CopyButton>
    </figure>
  )
}

const tagFor = (origin: string): string =>
  `<script src="${origin}/firefly.js" data-write-key="YOUR_WRITE_KEY" async></script>`

const curlFor = (origin: string): string =>
  `curl -u YOUR_WRITE_KEY: -H 'content-type: application/json' \\
  -d '{"batch":[{"type":"track","event":"Hello","anonymousId":"me"}]}' \\
  ${origin}/v1/batch`
