/** What is put beside one another: each gives the page `track(name, properties)` and `settle()`. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Contestant {
  title: string
  /** What a page downloads. */
  script: string
  /** Run after it, in the page. */
  prepare: string
  /** Nothing of it goes over the wire. */
  silent?: true
}

const read = (name: string): string =>
  readFileSync(fileURLToPath(import.meta.resolve(`@firefly/browser/${name}`)), 'utf8')

const firefly = (title: string, file: string): Contestant => ({
  title,
  script: read(file),
  prepare: 'window.track = firefly.track; window.settle = () => firefly.flush()',
})

/** The two floors: what no SDK can be cheaper than, and what a site does that has none. */
export const CONTESTANTS: readonly Contestant[] = [
  {
    title: 'floor: push to an array',
    script: 'window.events = []',
    prepare:
      'window.track = (name, properties) => { events.push({ name, properties }) }; window.settle = () => {}',
    silent: true,
  },
  {
    title: 'floor: one fetch per event',
    script: 'window.requests = []',
    prepare: `window.track = (event, properties) => {
      const batch = [{ type: 'track', event, properties, messageId: crypto.randomUUID(), anonymousId: 'device', timestamp: new Date().toISOString() }]
      requests.push(fetch('/v1/batch', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ writeKey: 'key', batch }) }))
    }
    window.settle = () => Promise.all(requests)`,
  },
  firefly('firefly.js', 'firefly.js'),
]
