/** `$app_installed`, `$app_updated`, `$app_start`, `$app_end`: the life of the app on this device. */
import type { Extension } from '@firefly/core/extension'
import type { AppInfo } from './platform.ts'

export const life = ({ version = '' }: AppInfo): Extension => ({
  name: 'life',
  setup({ track, state, now, onLeave, onReturn }) {
    let since = now()
    let away = false
    const known = state.get('version')
    if (known === undefined) track('$app_installed', { $version: version })
    else if (known !== version) track('$app_updated', { $version: version, $previous_version: known })
    if (known !== version) state.set('version', version)
    track('$app_start', { $launch: 'cold', ...(known === undefined && { $is_first: true }) })
    const undos = [
      onLeave(() => {
        away = true
        track('$app_end', { $duration: Math.max(0, now() - since) / 1000 })
      }),
      // The network may come back as well, while nobody has been away.
      onReturn(() => {
        if (!away) return
        away = false
        since = now()
        track('$app_start', { $launch: 'hot' })
      }),
    ]
    return () => undos.forEach((undo) => undo())
  },
})
