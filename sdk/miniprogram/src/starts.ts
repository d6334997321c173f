/** `$app_start` and `$app_end`: how the mini-program was opened, and for how long it was in front. */
import type { Extension } from '@firefly/core/extension'
import { secondsBetween } from './seconds.ts'
import { searchOf } from './pages.ts'
import type { Visibility } from './visibility.ts'

/** `queries`: take the query of the launch along, which may name people. */
export const starts = ({ onShow }: Visibility, queries: boolean | undefined): Extension => ({
  name: 'starts',
  setup({ track, state, now, onLeave }) {
    let since: number
    let launch = 'cold'
    onShow(({ scene, path, from, query }) => {
      since = now()
      track('$app_start', {
        $launch: launch,
        $is_first: state.get('seen') ? undefined : true,
        $scene: scene,
        $path: path,
        $from: from,
        $query: (queries && searchOf(query)) || undefined,
      })
      state.set('seen', '1')
      launch = 'hot'
    })
    // Before the last events are sent, so that it is one of them.
    onLeave(() => track('$app_end', { $duration: secondsBetween(since, now()) }))
    return undefined
  },
})
