/**
 * Listens to what the host calls on `App`, `Page` and `Component`, without being in its way: the same `this`, the same
 * arguments, the same answer, and what the program throws goes on to whoever called it.
 */
import type { Guard } from '@firefly/core/guard'

type Anything = (this: unknown, ...args: unknown[]) => unknown
type Options = Record<string, unknown>
type Register = (options: Options) => unknown

/** Told before the program's own function runs; `self` is the App or Page instance. */
export type Listener = (self: unknown, argument: unknown, name: string) => void
/** Told after it, with what it answered. */
export type AfterListener = (self: unknown, argument: unknown, answer: unknown) => void

export interface Listeners {
  /** By the name of a function that the host calls even where the program has none. */
  app: Record<string, Listener>
  page: Record<string, Listener>
  /** By the name of a function whose mere presence changes what the host offers: only where the program has one. */
  pageAsked: Record<string, AfterListener>
  /** Every other function of a page or component that is called with an event of the user. */
  handler: Listener
}

export interface Wrapping {
  App: (original: Register) => Register
  Page: (original: Register) => Register
  Component: (original: Register) => Register
}

export function createWrapping(listeners: Listeners, guard: Guard): Wrapping {
  const before = (listener: Listener, original: unknown, name: string): Anything =>
    function (...args) {
      guard(listener)(this, args[0], name)
      return typeof original === 'function' ? (original as Anything).apply(this, args) : undefined
    }
  const after = (listener: AfterListener, original: Anything): Anything =>
    function (...args) {
      const answer = original.apply(this, args)
      guard(listener)(this, args[0], answer)
      return answer
    }

  /** Changes the program's own object, since hosts read more from it than we know. */
  const listenTo = (options: Options, own: Record<string, Listener>): void => {
    for (const name of Object.keys(own)) options[name] = before(own[name] as Listener, options[name], name)
  }
  const listenToHandlers = (methods: Options, left: ReadonlySet<string>): void => {
    for (const name of Object.keys(methods)) {
      const original = methods[name]
      if (typeof original === 'function' && !left.has(name))
        methods[name] = before(listeners.handler, original, name)
    }
  }
  const pageNames = new Set([...Object.keys(listeners.page), ...Object.keys(listeners.pageAsked)])
  const listenToPage = (options: Options): void => {
    listenToHandlers(options, pageNames)
    for (const name of Object.keys(listeners.pageAsked)) {
      const original = options[name]
      if (typeof original === 'function')
        options[name] = after(listeners.pageAsked[name] as AfterListener, original as Anything)
    }
    listenTo(options, listeners.page)
  }

  const wrapped =
    (listen: (options: Options) => void) =>
    (original: Register): Register => {
      const register: Register = function (this: unknown, options) {
        guard(() => listen(options))()
        return original.call(this, options)
      }
      // Some hosts and frameworks keep things on the function itself.
      return Object.assign(register, original)
    }
  return {
    App: wrapped((options) => listenTo(options, listeners.app)),
    Page: wrapped(listenToPage),
    Component: wrapped((options) => {
      const methods = options['methods'] as Options | undefined
      if (!methods) return
      // A component that is used as a page has the page's functions among its methods.
      if ('onLoad' in methods || 'onShow' in methods) listenToPage(methods)
      else listenToHandlers(methods, pageNames)
    }),
  }
}
