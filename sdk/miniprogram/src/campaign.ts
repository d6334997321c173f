/** Where visitors come from: UTM parameters of the launch, kept as first and as latest touch. */
import type { Extension } from '@firefly/core/extension'
import { objectIn } from '@firefly/core/json'
import type { Context } from '@firefly/core/context'
import type { Host, Launch } from './host.ts'
import type { Visibility } from './visibility.ts'

const UTM = ['source', 'medium', 'campaign', 'term', 'content']
const LONGEST = 200

/** UTM parameters by their names. */
type Touch = Record<string, string>

export const campaign = (host: Pick<Host, 'launch'>, visibility: Visibility): Extension => ({
  name: 'campaign',
  setup({ state, register, surround, sessionId }) {
    let properties: Record<string, unknown> = {}
    let around: { session: string; context: Context } | undefined

    const arrive = ({ query = {}, scene }: Launch): void => {
      const touch: Touch = {}
      const campaign: Touch = {}
      for (const name of UTM) {
        const value = query[`utm_${name}`]
        if (typeof value === 'string' && value)
          touch[`utm_${name}`] = campaign[name === 'campaign' ? 'name' : name] = value.slice(0, LONGEST)
      }
      if (Object.keys(touch).length > 0) {
        if (scene !== undefined) touch['scene'] = String(scene)
        if (!state.get('first')) state.set('first', named('$initial_', touch))
        state.set('latest', named('$latest_', touch))
        around = { session: sessionId(), context: { campaign } }
      }
      properties = { ...objectIn(state.get('first')), ...objectIn(state.get('latest')) }
    }
    arrive(host.launch())
    const undos = [
      visibility.onShow(arrive),
      register(() => properties),
      surround(() => (around?.session === sessionId() ? around.context : undefined)),
    ]
    return () => undos.forEach((undo) => undo())
  },
})

const named = (prefix: string, touch: Touch): string => {
  const result: Touch = {}
  for (const name of Object.keys(touch)) result[prefix + name] = touch[name] as string
  return JSON.stringify(result)
}
