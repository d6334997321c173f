/** The words that scenarios are written in. */
import type { Behaviour } from './collector/behaviour.ts'
import type { Expected, Options, Step, Value } from './scenario.ts'

export const call = (verb: string, ...args: readonly Value[]): Step => ({ call: verb, with: args })
export const track = (event: Value, properties?: Value): Step =>
  call('track', event, ...(properties === undefined ? [] : [properties]))
/** `name-0`, `name-1` … in one go. */
export const tracks = (name: string, times: number): Step => ({ call: 'track', with: [name], times })
export const flush: Step = call('flush')

export const answers = (...behaviours: readonly Behaviour[]): Step => ({ answers: behaviours })
export const start = (options: Options = {}): Step => ({ start: options })
export const offline: Step = { device: 'offline' }
export const online: Step = { device: 'online' }
export const background: Step = { device: 'background' }
export const foreground: Step = { device: 'foreground' }
/** As a person ends it. */
export const close: Step = { device: 'close' }
/** Without a word. */
export const crash: Step = { device: 'crash' }
export const tab = (index: number): Step => ({ tab: index })
export const minutes = (count: number): Step => ({ minutes: count })
export const asked = (batches: number): Step => ({ asked: batches })
export const arrived = (...names: readonly string[]): Step => ({ arrived: names })
export const kept = (text: string): Step => ({ kept: text })
export const silent = (...texts: readonly string[]): Step => ({ silent: texts })

export const names = (name: string, times: number, from = 0): string[] =>
  Array.from({ length: times }, (_, index) => `${name}-${from + index}`)
/** Events of these names, of which `more` is true as well. */
export const events = (all: readonly string[], more: Expected = {}): Expected[] =>
  all.map((event) => ({ event, ...more }))
/** What the SDK says of its own losses. */
export const dropped = (counts: Record<string, number>): Expected => ({
  event: '$dropped',
  properties: counts,
})
