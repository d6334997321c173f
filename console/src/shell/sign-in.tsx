/** The form that asks for a key, and tries it before it lets anybody in. */
import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiError, createApi } from '../api.ts'
import type { Dictionary } from '../language/en.ts'
import { useLanguage } from '../language/language.tsx'
import { Logo } from './logo.tsx'
import { Preferences } from './preferences.tsx'
import style from './sign-in.module.css'

/** Why somebody stands before the form again. */
export type SignInReason = 'ended'

interface Props {
  reason: SignInReason | undefined
  onKey: (key: string) => void
}

export function SignIn({ reason, onKey }: Props) {
  const { words } = useLanguage()
  const [key, setKey] = useState('')
  const [problem, setProblem] = useState(reason ? words.signIn[reason] : '')
  const [checking, setChecking] = useState(false)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setChecking(true)
    const found = await problemWith(key.trim(), words)
    setChecking(false)
    setProblem(found)
    if (!found) onKey(key.trim())
  }

  return (
    <main className={style['page']}>
      <form className={style['card']} onSubmit={(event) => void submit(event)}>
        <Logo />
        <h1>{words.signIn.title}</h1>
        <p>{words.signIn.hint}</p>
        <PasswordInput
          label={words.signIn.key}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={problem}
          placeholder="fs_…"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          size="md"
        />
        <Button type="submit" size="md" loading={checking} fullWidth>
          {words.signIn.submit}
        </Button>
      </form>
      <Preferences />
    </main>
  )
}

/** A sentence when the key will not do; empty when it will. */
async function problemWith(key: string, words: Dictionary): Promise<string> {
  if (!key) return words.signIn.empty
  try {
    await createApi(key).events(new AbortController().signal)
    return ''
  } catch (error) {
    const failure = error instanceof ApiError ? error.failure : 'network'
    if (failure === 'key') return words.signIn.refused
    if (failure === 'forbidden') return words.signIn.forbidden
    return words.errors[failure]
  }
}
