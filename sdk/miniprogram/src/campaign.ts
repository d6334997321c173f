/** Where visitors come from: UTM parameters of the launch, kept as first and as latest touch. */
import type { Extension } from '@firefly/core/extension'
import { objectIn } from '@firefly/core/json'
import { prefixed } from './prefixed.ts'
import type { Visibility } from './visibility.ts'

const UTM = ['source', 'medium', 'campaign', 'term', 'content']
const LONGEST = 200

export const campaign = ({ onShow }: Visibility): Extension => ({
  name: 'campaign',
  setup({ state, register, surround, sessionId }) {
    let properties: Record<string, unknown>
    let session: string
    let campaign: Record<string, string>
    onShow(({ query, scene }) => {
      const found: Record<string, string> = {}
      const touch: Record<string, unknown> = {}
      for (const name of UTM) {
        const value = query[`utm_${name}`] as string | number | undefined
        if (value)
          touch[`utm_${name}`] = found[name === 'campaign' ? 'name' : name] = String(value).slice(0, LONGEST)
      }
      if (Object.keys(found)[0]) {
        touch['scene'] = scene
        if (!state.get('first')) state.set('first', JSON.stringify(prefixed('$initial_', touch)))
        state.set('latest', JSON.stringify(prefixed('$latest_', touch)))
        session = sessionId()
        campaign = found
      }
      properties = { ...objectIn(state.get('first')), ...objectIn(state.get('latest')) }
    })
    register(() => properties)
    surround(() => ({ campaign: session === sessionId() ? campaign : undefined }))
    return undefined
  },
})
