/** Runs what a mini-program or an app is made of in an engine of its own. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Realm } from '../flavours/realm.ts'

type Body = (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void

/** `require` of a mini-program: by path, each module once. `change` may rewrite the text of each. */
export function requireIn(
  realm: Realm,
  folder: string,
  change: (text: string) => string,
): (name: string) => unknown {
  const loaded = new Map<string, { exports: unknown }>()
  const load = (path: string): unknown => {
    const known = loaded.get(path)
    if (known) return known.exports
    const module = { exports: {} }
    loaded.set(path, module)
    const body = realm.run(
      `(function (require, module, exports) {${change(readFileSync(path, 'utf8'))}\n})`,
    ) as Body
    body((name) => load(fileOf(join(dirname(path), name))), module, module.exports)
    return module.exports
  }
  return (name) => load(fileOf(join(folder, name)))
}

const fileOf = (path: string): string => (existsSync(path) ? path : `${path}.js`)

type Options = Record<string, unknown>
type Callable = (this: unknown, ...args: unknown[]) => unknown

/** What a host keeps of `App` and `Page`, and how it calls their functions. */
export function createPages(realm: Realm): { app: Callable; page: Callable } {
  const kept: Record<string, Options> = {}
  for (const name of ['App', 'Page', 'Component'])
    realm.give(name, (options: Options) => {
      kept[name] = options
    })
  realm.give('getApp', () => kept['App'])
  const calling =
    (name: string, self: Options): Callable =>
    (what, ...args) => {
      const options = kept[name] ?? {}
      const run = options[String(what)]
      Object.setPrototypeOf(self, options)
      return typeof run === 'function' ? (run as Callable).apply(self, args) : undefined
    }
  return {
    app: calling('App', {}),
    page: calling('Page', { route: 'pages/home/home', setData: () => undefined }),
  }
}
