/** Where visitors come from: UTM parameters of the launch, kept as first and as latest touch. */
import type { Extension } from '@firefly/core/extension'
import { objectIn } from '@firefly/core/json'
import type { Context } from '@firefly/core/context'
import type { Host, Launch } from './host.ts'
import type { Visibility } from './visibility.ts'

const UTM = ['source', 'medium', 'campaign', 'term', 'content']
const LONGEST = 200

export const campaign = (host: Pick<Host, 'launch'>, visibility: Visibility): Extension => ({
  name: 'campaign',
  setup({ state, register, surround, sessionId }) {
    let properties: Record<string, unknown> = {}
    let around: { session: string; context: Context } | undefined

    const arrive = ({ query, scene }: Launch): void => {
      const touch = touchOf(query)
      if (Object.keys(touch).length > 0) {
        const whole = scene === undefined ? touch : { ...touch, scene: String(scene) }
        if (!state.get('first')) state.set('first', named('$initial_', whole))
        state.set('latest', named('$latest_', whole))
        const { utm_source: source, utm_medium: medium, utm_campaign: name } = touch
        const campaign = { source, medium, name, term: touch['utm_term'], content: touch['utm_content'] }
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

function touchOf(query: Record<string, unknown> = {}): Record<string, string> {
  const touch: Record<string, string> = {}
  for (const name of UTM) {
    const value = query[`utm_${name}`]
    if (typeof value === 'string' && value) touch[`utm_${name}`] = value.slice(0, LONGEST)
  }
  return touch
}

const named = (prefix: string, touch: Record<string, string>): string => {
  const result: Record<string, string> = {}
  for (const name of Object.keys(touch)) result[prefix + name] = touch[name] as string
  return JSON.stringify(result)
}
