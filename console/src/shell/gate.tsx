/** Decides between the sign-in form and the console. */
import { useCallback, useEffect, useState } from 'react'
import { forTab } from '../kept.ts'
import { createSession, keyIn } from '../session.ts'
import { Access } from './access.tsx'
import { Shell } from './shell.tsx'
import { SignIn, type SignInReason } from './sign-in.tsx'

const session = createSession(forTab)

/** The key leaves the address bar before anything else can read it there. */
function takeKey(): void {
  const key = keyIn(location.hash)
  if (!key) return
  session.begin(key)
  history.replaceState(history.state, '', '#/live')
}
takeKey()

export function Gate() {
  const [key, setKey] = useState(session.key)
  const [reason, setReason] = useState<SignInReason>()
  useEffect(() => {
    const arrived = (): void => {
      takeKey()
      setKey(session.key())
    }
    window.addEventListener('hashchange', arrived)
    return () => window.removeEventListener('hashchange', arrived)
  }, [])
  const begin = (given: string): void => {
    session.begin(given)
    setReason(undefined)
    setKey(given)
  }
  const end = useCallback((why?: SignInReason) => {
    session.end()
    setReason(why)
    setKey(undefined)
  }, [])
  if (!key) return <SignIn reason={reason} onKey={begin} />
  return (
    <Access key={key} secret={key} onEnd={end}>
      <Shell />
    </Access>
  )
}
