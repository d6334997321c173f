/** Copies the address of the question; the key is never in it. */
import { Button, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useLanguage } from '../language/language.tsx'
import { CheckSign, LinkSign } from '../shell/icons.tsx'

export function ShareButton() {
  const { words } = useLanguage()
  const { copied, copy } = useClipboard()
  return (
    <Tooltip label={words.question.shareHint}>
      <Button
        variant="default"
        leftSection={copied ? <CheckSign size={16} /> : <LinkSign size={16} />}
        onClick={() => copy(location.href)}
      >
        <span aria-live="polite">{copied ? words.question.shared : words.question.share}</span>
      </Button>
    </Tooltip>
  )
}
