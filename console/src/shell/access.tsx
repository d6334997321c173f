/** What a signed-in person may use: the API with their key, and the way out. A refused key ends it. */
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { type Api, ApiError, createApi } from '../api.ts'
import type { SignInReason } from './sign-in.tsx'

interface Granted {
  api: Api
  /** Only for the event stream, which cannot carry a header. */
  secret: string
  end: (why?: SignInReason) => void
}

const Context = createContext<Granted | undefined>(undefined)

interface Props {
  secret: string
  onEnd: (why?: SignInReason) => void
  children: ReactNode
}

export function Access({ secret, onEnd, children }: Props) {
  const [granted] = useState<Granted>(() => ({ api: createApi(secret), secret, end: onEnd }))
  const [client] = useState(() => createClient(onEnd))
  return (
    <QueryClientProvider client={client}>
      <Context value={granted}>{children}</Context>
    </QueryClientProvider>
  )
}

export function useAccess(): Granted {
  const granted = useContext(Context)
  if (!granted) throw new Error('useAccess outside Access')
  return granted
}

function createClient(end: (why: SignInReason) => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ApiError && error.failure === 'key') end('ended')
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    // Nothing is asked behind a person's back: an answer says when it was asked for.
    defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false } },
  })
}
