/** What a site's bundler takes from the package and no script has, for a page as the global `parts`. */
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { Collector } from './collector.ts'

const PARTS = `export { init } from './init.js'
  export { exposure } from './extensions/exposure.js'
  export { privacy } from './extensions/privacy.js'`

let bundle: string | undefined

/** A page that loads them and then runs `script`. */
export function serveParts(collector: Collector, path: string, script: string, body = ''): void {
  bundle ??= buildSync({
    stdin: { contents: PARTS, resolveDir: fileURLToPath(new URL('../../dist/', import.meta.url)) },
    bundle: true,
    globalName: 'parts',
    write: false,
  }).outputFiles[0]?.text
  collector.pages.set('/parts.js', { type: 'text/javascript', body: bundle ?? '' })
  collector.pages.set(path, {
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><title>Shop</title>${body}<script src="/parts.js"></script><script>${script}</script>`,
  })
}
