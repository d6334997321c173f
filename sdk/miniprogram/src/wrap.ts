/**
 * Listens to what the host calls on `App`, `Page` and `Component`, without being in its way: the same `this`, the same
 * arguments, the same answer, and what the program throws goes on to whoever called it.
 */
import type { Guard } from '@firefly/core/guard'

type Anything = (this: unknown, ...args: unknown[]) => unknown
type Options = Record<string, unknown>
export type Register = (options: Options) => unknown

/** `self` is the App or Page instance, `more` the name of the function, or what it has answered. */
export type Listener = (self: unknown, argument: unknown, more: unknown) => void
type Named = Record<string, Listener>

export interface Listeners {
  /** By the name of a function that the host calls even where the program has none; told before it. */
  app: Named
  page: Named
  /** By the name of a function whose mere presence changes what the host offers: only where the program has one; told after it. */
  asked: Named
  /** Every other function of a page or component that is called with an event of the user; told before it. */
  handler: Listener
}

export interface Wrapping {
  App: (original: Register) => Register
  Page: (original: Register) => Register
  Component: (original: Register) => Register
}

export function createWrapping({ app, page, asked, handler }: Listeners, guard: Guard): Wrapping {
  const heard = (listener: Listener, original: unknown, name: string): Anything =>
    function (...args) {
      const tell = (more: unknown): unknown => guard(listener)(this, args[0], more)
      const isAsked = listener === asked[name]
      if (!isAsked) tell(name)
      const answer = (original as Anything | undefined)?.apply?.(this, args)
      if (isAsked) tell(answer)
      return answer
    }
  /** Changes the program's own object, since hosts read more from it than we know. */
  const listenTo = (options: Options, always: Named, others?: Listener): void => {
    for (const name of Object.keys({ ...options, ...always })) {
      const original = options[name]
      const listener = always[name] || (others && typeof original === 'function' && (asked[name] || others))
      if (listener) options[name] = heard(listener, original, name)
    }
  }
  const wrapped =
    (listen: (options: Options) => void) =>
    (original: Register): Register => {
      const register: Register = function (this: unknown, options) {
        guard(listen)(options)
        return original.call(this, options)
      }
      // Some hosts and frameworks keep things on the function itself.
      return Object.assign(register, original)
    }
  return {
    App: wrapped((options) => listenTo(options, app)),
    Page: wrapped((options) => listenTo(options, page, handler)),
    Component: wrapped(({ methods }) => {
      const own = Object(methods) as Options
      // A component that is used as a page has the page's functions among its methods.
      listenTo(own, 'onLoad' in own || 'onShow' in own ? page : {}, handler)
    }),
  }
}
