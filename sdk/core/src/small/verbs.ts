/** The verbs of the smallest tracker. */
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { CoreVerbs } from '../core-verbs.ts'
import { type Identity, idOf } from '../identity.ts'
import type { LossReason, Reporter } from '../report.ts'
import type { Capture } from './capture.ts'

export function createSmallVerbs(
  capture: Capture,
  identity: Identity,
  report: Reporter,
): Omit<CoreVerbs, 'reset'> {
  const lose = (reason: LossReason): void => report({ kind: 'dropped', reason, count: 1 })
  return {
    track(name, properties, options) {
      const event = typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH) : ''
      if (!event) return lose('invalid_name')
      if (event !== name) report({ kind: 'trimmed', event, names: ['event'] })
      capture(() => ({ type: 'track', event, properties: bag(properties) }), options)
    },
    page(name, properties, options) {
      const named = (): object => (typeof name === 'string' ? { name } : bag(name))
      capture(() => ({ type: 'page', properties: { ...named(), ...bag(properties) } }), options)
    },
    identify(user, traits) {
      const id = idOf(user)
      if (!id) return lose('invalid_id')
      identity.identify(id)
      capture(() => ({ type: 'identify', traits: bag(traits) }))
    },
  }
}

/** The letters of a text are not properties. */
const bag = (value: unknown): Record<string, unknown> => (typeof value === 'object' ? { ...value } : {})
