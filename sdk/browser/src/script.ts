/** The script-tag build: the global `firefly`, which starts by itself when its tag carries a write key. */
import { type InitOptions, init } from './init.ts'
import type { Tracker } from './tracker.ts'
import { QUEUED_VERBS } from './verbs.ts'

type Call = [verb: string, ...args: unknown[]]

/** What the snippet leaves for us: calls made before we were there. */
interface Waiting {
  q?: Call[]
}

interface Global extends Partial<Tracker> {
  init(options: InitOptions): Global
}

/** Turns the snippet's object into the real one, for a page may have kept a reference. Calls before `init` wait for it. */
function createGlobal(target: object): Global {
  const waiting: Call[] = []
  const firefly: Global = Object.assign(target, {
    init(options: InitOptions) {
      if (firefly.use) return firefly
      Object.assign(firefly, init(options))
      replay(firefly, waiting)
      return firefly
    },
  })
  for (const verb of QUEUED_VERBS)
    if (verb !== 'init')
      Object.assign(firefly, { [verb]: (...args: unknown[]) => void waiting.push([verb, ...args]) })
  return firefly
}

function replay(firefly: Global, calls: Call[]): void {
  for (const [verb, ...args] of calls.splice(0)) {
    const run = firefly[verb as keyof Global] as ((...args: unknown[]) => unknown) | undefined
    run?.(...args)
  }
}

/** The options that a tag gives by its attributes; undefined when it has no key. */
function optionsOf(script: HTMLScriptElement | null): InitOptions | undefined {
  const { writeKey, host, consent } = script?.dataset ?? {}
  if (!script || !writeKey) return undefined
  return {
    writeKey,
    host: host ?? new URL(script.src, location.href).origin,
    ...(consent === 'required' ? { consent } : undefined),
  }
}

const scope = window as { firefly?: Waiting & Partial<Global> }
// Loaded twice, the first stays: two would count everything twice.
if (!scope.firefly?.use) {
  const calls = scope.firefly?.q ?? []
  const firefly = createGlobal(scope.firefly ?? {})
  scope.firefly = firefly
  const options = optionsOf(
    (document.currentScript as HTMLScriptElement | null) ?? document.querySelector('script[data-write-key]'),
  )
  if (options) firefly.init(options)
  replay(firefly, calls)
}
