/** What every script-tag build does: the global `firefly`, which starts by itself when its tag carries a write key. */
import { startWhenIdle } from './idle-start.ts'
import type { InitOptions } from './init.ts'
import type { Firefly } from './tracker.ts'
import { VERBS } from './verbs.ts'

type Verb = (...args: unknown[]) => unknown

/** The global, before and after: the snippet has left the calls made so far in `q`. */
type Global = Record<string, unknown> & { q?: unknown[][] }

export interface ScriptOptions extends InitOptions {
  /** What to capture beside the defaults, in words of `capture.ts`; its script is loaded for it. */
  capture?: string | undefined
  /** `SCHEME:KEY ID:PUBLIC KEY`, for the build that encrypts. */
  seal?: string | undefined
}

const scope = window as { firefly?: Global }
// Changed in place, for a page may have kept a reference to what the snippet made.
const firefly: Global = (scope.firefly ||= {} as Global)
const calls = (firefly.q ||= [])
const script =
  (document.currentScript as HTMLScriptElement | null) ||
  document.querySelector<HTMLScriptElement>('script[data-write-key]')

/** The options that the tag gives by its attributes; undefined when it has no key. */
function optionsOf({ src, dataset }: HTMLScriptElement): ScriptOptions | undefined {
  const { writeKey, host, gpc, debug } = dataset
  return (writeKey && {
    // oxlint-disable-next-line typescript/no-misused-spread -- its own properties are the attributes.
    ...dataset,
    host: host || (src || location.origin).split('/', 3).join('/'),
    honourPrivacyControl: gpc === 'honour',
    debug: debug !== 'false' && debug,
  }) as unknown as ScriptOptions | undefined
}

/** Loads a script that lies beside this one; the answer is its tag. */
export function load(name: string): HTMLScriptElement {
  const tag = document.createElement('script')
  tag.src = script?.src.replace(/[^/]*$/, name) || name
  tag.nonce = script?.nonce || ''
  document.head.append(tag)
  return tag
}

/** `create` is called when the page is idle; until then a page has only to skip it (see `apart.mjs`). */
export function launch(create: (options: ScriptOptions) => Firefly): void {
  const start = (options: ScriptOptions): void => {
    // Loaded twice, the first stays: two would count everything twice.
    if (firefly.use) return
    Object.assign(
      firefly,
      startWhenIdle(window, VERBS, () => create(options)),
    )
    for (const [verb, ...args] of calls.splice(0)) (firefly[verb as string] as Verb | undefined)?.(...args)
    if (!options.capture) return
    firefly.capture = options.capture.split(/\W+/)
    load('firefly-capture.js')
  }
  firefly.init = start
  const asked = calls.find(([verb]) => verb === 'init')
  const options = (script && optionsOf(script)) || asked?.[1]
  if (options) start(options as ScriptOptions)
}
