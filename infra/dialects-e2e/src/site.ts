/** Somebody's web site on an origin of its own, with one page for each SDK. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface Site {
  /** The address of a page that speaks to `host` with `key` as `user`. */
  page(name: string, settings: Record<string, string>): string
  close(): Promise<void>
}

const PAGES = fileURLToPath(new URL('../src/pages', import.meta.url))

/** Bundles each page as its owner's build would; the SDKs inside are as they were published. */
export async function openSite(names: readonly string[]): Promise<Site> {
  const built = await build({
    entryPoints: names.map((name) => `${PAGES}/${name}.ts`),
    bundle: true,
    write: false,
    format: 'esm',
    outdir: '/',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const scripts = new Map(built.outputFiles.map(({ path, text }) => [path, text]))
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://site')
    const script = scripts.get(pathname)
    response.setHeader('content-type', script ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8')
    response.end(script ?? htmlOf(pathname))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    page: (name, settings) => `http://127.0.0.1:${port}/${name}?${new URLSearchParams(settings)}`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}

const htmlOf = (pathname: string): string => `<!doctype html><title>A shop</title>
<body><button id="later">Buy now</button><script type="module" src="${pathname}.js"></script></body>`
