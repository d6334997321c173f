/** What starting costs: `node start.mjs` prints the time that reading and running each script takes, before the page is idle; nothing is asserted. */
import { readFileSync } from 'node:fs'
import { createContext, Script } from 'node:vm'

const ROUNDS = 200
const nothing = () => undefined

/** A page that has just found the tag. */
function page() {
  const view = { addEventListener: nothing, requestIdleCallback: nothing, setTimeout: nothing, URL }
  const document = { currentScript: { src: 'https://a.example/firefly.js', dataset: { writeKey: 'key' } } }
  const history = { pushState: nothing, replaceState: nothing }
  return createContext(
    Object.assign(view, { window: view, document, history, location: { href: 'https://a.example/' } }),
  )
}

/** Microseconds; each time with a text of its own, so that nothing is remembered of the time before. */
function once(code, round) {
  const view = page()
  const began = performance.now()
  const script = new Script(`${code}\n// ${round}`)
  const read = performance.now()
  script.runInContext(view)
  return { read: (read - began) * 1000, run: (performance.now() - read) * 1000 }
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]

for (const file of process.argv
  .slice(2)
  .concat('dist/firefly.js', 'dist/firefly-h5.js', 'dist/firefly-es5.js')) {
  const code = readFileSync(new URL(file, import.meta.url), 'utf8')
  const times = Array.from({ length: ROUNDS }, (_, round) => once(code, round))
  const [read, run] = ['read', 'run'].map((part) => Math.round(median(times.map((time) => time[part]))))
  console.log(`${file}: read ${read} µs, run ${run} µs`)
}
