/** `GET /v1/docs`: the reference as a page, where every call can be tried; all of it is served from here. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'

/** Nothing from elsewhere, and no script that is not a file of ours; the library styles and draws inline. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Firefly API</title>
<link rel="stylesheet" href="/v1/docs/swagger-ui.css">
<div id="reference"></div>
<script src="/v1/docs/swagger-ui-bundle.js"></script>
<script src="/v1/docs/start.js"></script>
</html>
`
const START = `SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
})
`
const LIBRARY = [
  ['swagger-ui.css', 'text/css', import.meta.resolve('swagger-ui-dist/swagger-ui.css')],
  ['swagger-ui-bundle.js', 'text/javascript', import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js')],
] as const

export function docsRoutes(app: FastifyInstance): void {
  const serve = (url: string, type: string, content: () => Promise<string | Buffer>): void => {
    app.get(url, async (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('content-security-policy', POLICY)
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-cache')
        .send(await content()),
    )
  }
  serve('/v1/docs', 'text/html', async () => PAGE)
  serve('/v1/docs/start.js', 'text/javascript', async () => START)
  for (const [file, type, address] of LIBRARY)
    serve(
      `/v1/docs/${file}`,
      type,
      once(() => readFile(fileURLToPath(address))),
    )
}

/** Read when somebody looks, and kept. */
function once(read: () => Promise<Buffer>): () => Promise<Buffer> {
  let content: Promise<Buffer> | undefined
  return () => (content ??= read())
}
