/** `$app_start` and `$app_end`: how the mini-program was opened, and for how long it was in front. */
import type { Extension } from '@firefly/core/extension'
import type { Host, Launch } from './host.ts'
import { searchOf } from './pages.ts'
import type { Visibility } from './visibility.ts'

export interface StartOptions {
  host: Pick<Host, 'launch'>
  visibility: Visibility
  /** Take the query of the launch along, which may name people. */
  queries: boolean
}

export const starts = ({ host, visibility, queries }: StartOptions): Extension => ({
  name: 'starts',
  setup({ track, state, now, onLeave }) {
    let since = now()
    let launch: 'cold' | 'hot' = 'cold'
    const isFirst = (): boolean => !state.get('seen') && (state.set('seen', '1'), true)
    const start = ({ scene, path, from, query }: Launch): void => {
      since = now()
      track('$app_start', {
        $launch: launch,
        ...(launch === 'cold' && isFirst() && { $is_first: true }),
        $scene: scene === undefined ? undefined : String(scene),
        $path: path,
        $from: from,
        ...(queries && { $query: searchOf(query) || undefined }),
      })
      launch = 'hot'
    }
    const undos = [
      visibility.onShow(start),
      // Before the last events are sent, so that it is one of them.
      onLeave(() => track('$app_end', { $duration: Math.max(0, now() - since) / 1000 })),
    ]
    // The host told of this start before anybody listened.
    visibility.shown(host.launch())
    return () => undos.forEach((undo) => undo())
  },
})
