/** How far the server has come: what is stored, and what is still on its way. */
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '../api.ts'
import { useLanguage } from '../language/language.tsx'
import { useAccess } from './access.tsx'
import style from './status-line.module.css'

const EVERY_MS = 5_000

const isForbidden = (error: Error | null): boolean =>
  error instanceof ApiError && error.failure === 'forbidden'

export function StatusLine() {
  const { words, format } = useLanguage()
  const { api } = useAccess()
  const { data, error } = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => api.status(signal),
    refetchInterval: (query) => (isForbidden(query.state.error) ? false : EVERY_MS),
  })
  // A read key may not ask for it; then there is nothing to show, and nothing wrong.
  if (isForbidden(error)) return null
  const { status } = words
  const said = (count: number, say: (count: number, text: string) => string): string =>
    say(count, format.number(count))
  if (error || !data)
    return <p className={style['status']}>{error ? status.unknown : words.question.loading}</p>
  return (
    <ul className={style['status']}>
      <li>{said(data.stored, status.stored)}</li>
      <li>{data.lagEvents > 0 ? said(data.lagEvents, status.lag) : status.current}</li>
      {data.quarantined > 0 && <li>{said(data.quarantined, status.quarantined)}</li>}
    </ul>
  )
}
