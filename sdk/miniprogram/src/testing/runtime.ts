/** What a host does with `App`, `Page` and `Component`: keeps what is registered, makes instances, calls their functions. */
type Options = Record<string, unknown>
type Callable = (this: unknown, ...args: unknown[]) => unknown

export interface Runtime {
  /** Calls a function of the registered App as the host does. */
  app: (name: string, ...args: unknown[]) => unknown
  /** Makes an instance of the latest registered page at `route`. */
  open: (route: string, query?: Options) => Instance
  component: () => Instance
  restore: () => void
}

export interface Instance {
  self: Options
  call: (name: string, ...args: unknown[]) => unknown
}

export function startRuntime(): Runtime {
  const registered = { App: {} as Options, Page: {} as Options, Component: {} as Options }
  const global = globalThis as unknown as Record<string, unknown>
  for (const name of ['App', 'Page', 'Component'] as const)
    global[name] = (options: Options) => {
      registered[name] = options
      return `registered ${name}`
    }
  const instance = (options: Options, more: Options): Instance => {
    const self = { ...options, ...more }
    return {
      self,
      call: (name, ...args) => {
        const run = options[name]
        return typeof run === 'function' ? (run as Callable).apply(self, args) : undefined
      },
    }
  }
  return {
    app: (name, ...args) => instance(registered.App, {}).call(name, ...args),
    open(route, query = {}) {
      const page = instance(registered.Page, { route, options: query })
      page.call('onLoad', query)
      page.call('onShow')
      return page
    },
    component: () => instance((registered.Component['methods'] ?? {}) as Options, {}),
    restore() {
      for (const name of ['App', 'Page', 'Component']) delete global[name]
    },
  }
}
