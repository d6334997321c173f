/** The script-tag build: the global `firefly`, which starts by itself when its tag carries a write key. */
import { type InitOptions, init } from './init.ts'

type Verb = (...args: unknown[]) => unknown

/** The global, before and after: the snippet has left the calls made so far in `q`. */
type Global = Record<string, Verb | undefined> & { q?: unknown[][] }

/** The options that the tag gives by its attributes; undefined when it has no key. */
function optionsOf(script: HTMLScriptElement | null): InitOptions | undefined {
  const { writeKey, host, consent } = script?.dataset || {}
  if (!script || !writeKey) return undefined
  const required = consent === 'required' ? ({ consent } as const) : undefined
  return { writeKey, host: host || new URL(script.src || location.href).origin, ...required }
}

const scope = window as { firefly?: Global }
// Changed in place, for a page may have kept a reference to what the snippet made.
const firefly: Global = (scope.firefly ||= {} as Global)
const calls = (firefly.q ||= [])

function start(options: InitOptions): void {
  if (firefly.use) return
  Object.assign(firefly, init(options))
  for (const [verb, ...args] of calls.splice(0)) firefly[String(verb)]?.(...args)
}

// Loaded twice, the first stays: two would count everything twice.
if (!firefly.use) {
  firefly.init = start as Verb
  const script = document.currentScript as HTMLScriptElement | null
  const asked = calls.find(([verb]) => verb === 'init')
  const options = optionsOf(script || document.querySelector('script[data-write-key]')) || asked?.[1]
  if (options) start(options as InitOptions)
}
