/** An event stream cannot say why it was refused: a question with the same key can, and ends the session if need be. */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAccess } from '../../shell/access.tsx'

export function useKeyCheck(): () => void {
  const client = useQueryClient()
  const { api } = useAccess()
  return useMemo(
    () => () => {
      const asked = client.fetchQuery({
        queryKey: ['key check'],
        queryFn: ({ signal }) => api.events(signal),
      })
      // A failure is dealt with where all of them are; the line itself shows that it is down.
      asked.catch(() => undefined)
    },
    [client, api],
  )
}
