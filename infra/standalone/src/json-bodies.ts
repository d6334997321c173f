/** JSON as the body of a request; none at all is no mistake, as many clients name the type of what they do not send. */
import type { FastifyInstance } from 'fastify'
import { Refused } from './admin/refused.ts'

/** Bodies of `type` on all routes of `app`, each of at most `bodyLimit` bytes; a `Refused` for what cannot be read. */
export function readJsonBodies(app: FastifyInstance, type: string, bodyLimit: number): void {
  if (app.hasContentTypeParser(type)) app.removeContentTypeParser(type)
  app.addContentTypeParser(type, { parseAs: 'string', bodyLimit }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)))
    } catch {
      done(new Refused('unreadable_json', 'the body is not JSON'))
    }
  })
}
