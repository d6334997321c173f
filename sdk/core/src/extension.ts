/** Extensions: each gets a narrow capability, is undone in reverse order, and can fail alone. */
import type { Context } from '@firefly/protocol/wire'
import type { State } from './platform.ts'
import type { Reporter } from './report.ts'
import type { EventOptions, Properties } from './event.ts'

/** What an extension may do; not the kingdom. */
export interface ExtensionHost {
  track(event: string, properties?: Properties, options?: EventOptions): void
  page(properties?: Properties, options?: EventOptions): void
  /** Adds to every event's properties; called for each event, so it must be cheap. The answer takes it back. */
  register(properties: () => Properties): () => void
  /** Adds to every event's context; must return the same object until something changed. The answer takes it back. */
  surround(source: () => Context | undefined): () => void
  /** Where the user is now, as events say it. */
  place(): Context | undefined
  sessionId(): string
  now(): number
  /** Kept between visits under the extension's own name, once the user allows. */
  readonly state: Pick<State, 'get' | 'set' | 'remove'>
  /** `gone`: nothing may come after. Called before the last events are sent. The answer stops listening. */
  onLeave(run: (gone: boolean) => void): () => void
  onReturn(run: (left: boolean) => void): () => void
  /** Wraps a listener so that what it throws is reported and not thrown into the page. */
  guard<Arguments extends unknown[]>(run: (...args: Arguments) => void): (...args: Arguments) => void
}

export interface Extension {
  readonly name: string
  /** Returns how to undo it, if there is anything to undo. */
  setup(host: ExtensionHost): (() => void) | undefined
}

export interface Extensions {
  /** False when it failed or when one of that name is already in use. */
  use(extension: Extension): boolean
  dispose(): void
}

export function createExtensions(hostOf: (name: string) => ExtensionHost, report: Reporter): Extensions {
  const inUse = new Map<string, (() => void) | undefined>()
  const attempt = (name: string, run: () => void): boolean => {
    try {
      run()
      return true
    } catch (error) {
      report({ kind: 'failed', where: `extension ${name}`, error })
      return false
    }
  }
  return {
    use: (extension) =>
      !inUse.has(extension.name) &&
      attempt(extension.name, () => {
        inUse.set(extension.name, extension.setup(hostOf(extension.name)))
      }),
    dispose() {
      for (const [name, undo] of [...inUse].reverse()) attempt(name, () => undo?.())
      inUse.clear()
    },
  }
}
