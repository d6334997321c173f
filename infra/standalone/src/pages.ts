/** What people open in a browser: the console, the demo shop, and the SDK for the pages of others. */
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** What a tag loads, and what that loads when a site asks for more. */
const SCRIPTS = [
  'firefly.js',
  'firefly-h5.js',
  'firefly-es5.js',
  'firefly-capture.js',
  'firefly-sealed.js',
  'firefly-seal-sm.js',
]
const scriptAt = (name: string): string => fileURLToPath(import.meta.resolve(`@firefly/browser/${name}`))
const CONSOLE = dirname(fileURLToPath(import.meta.resolve('@firefly/console/app/index.html')))
const DEMO = fileURLToPath(import.meta.resolve('@firefly/demo/index.html'))

const CONSOLE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"

export async function pages(app: FastifyInstance, { writeKey }: { writeKey: string }): Promise<void> {
  const demo = await readFile(DEMO, 'utf8')
  for (const name of SCRIPTS) serveScript(app, name, await readFile(scriptAt(name)))
  app.get('/', (_request, reply) => reply.redirect('/console/'))
  app.get('/console', (_request, reply) => reply.redirect('/console/'))
  app.get('/demo', (_request, reply) => reply.redirect('/demo/'))
  // The shop routes in the browser, so every address under it is the same page.
  const shop = demo.replaceAll('{{writeKey}}', writeKey)
  app.get('/demo/*', (_request, reply) => reply.type('text/html; charset=utf-8').send(shop))
  await app.register(fastifyStatic, {
    root: CONSOLE,
    prefix: '/console/',
    setHeaders: (reply) => {
      void reply.header('content-security-policy', CONSOLE_POLICY)
      void reply.header('x-content-type-options', 'nosniff')
    },
  })
}

/** For the pages of others: any site may load it. */
function serveScript(app: FastifyInstance, name: string, script: Buffer): void {
  app.get(`/${name}`, (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(script),
  )
}
