/** Something to copy into a page or a terminal. */
import { Button, Code, CopyButton } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import style from './first-event.module.css'

export function Snippet({ label, code }: { label: string; code: string }) {
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
