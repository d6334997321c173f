/** A body to try for each call that has one and no examples of its own. */

const order = { userId: 'u-42', properties: { total: 129.5 } }
const person = { distinctId: 'u-42' }
const BODIES: Readonly<Record<string, object>> = {
  'post /v1/batch': {
    batch: [
      { type: 'page', anonymousId: 'device-9', context: { page: { url: 'https://shop.example/shoes' } } },
      { type: 'track', event: 'Order Completed', ...order },
    ],
  },
  'post /v1/track': { event: 'Order Completed', ...order },
  'post /v1/page': { anonymousId: 'device-9', context: { page: { url: 'https://shop.example/shoes' } } },
  'post /v1/screen': { anonymousId: 'device-9', properties: { name: 'Cart' } },
  'post /v1/identify': { anonymousId: 'device-9', userId: 'u-42', traits: { plan: 'pro' } },
  'post /v1/group': { userId: 'u-42', groupId: 'acme', groupType: 'company', traits: { size: 120 } },
  'post /v1/alias': { previousId: 'mail:ada', userId: 'u-42' },
  'post /v1/import': {
    batch: [{ type: 'track', event: 'Order Completed', timestamp: '2026-01-10T12:00:00Z', ...order }],
  },
  'post /v1/persons/export': person,
  'post /v1/persons/merge': { from: 'u-17', into: 'u-42', reason: 'same customer' },
  'post /v1/persons/unmerge': { distinctId: 'u-17', otherId: 'u-42', reason: 'they are two after all' },
  'post /v1/users': { search: 'u-4', limit: 20 },
  'post /v1/projects': { id: 'shop', name: 'Shop', timezone: 'Asia/Shanghai' },
  'patch /v1/projects/{project}': { settings: { retentionDays: 365 } },
  'post /v1/projects/{project}/keys': { kind: 'read', label: 'for Ana', maySee: 2 },
  'post /v1/projects/{project}/keys/{key}/rotate': { overlapSeconds: 86_400 },
  'put /v1/plan': {
    mode: 'flag',
    events: { 'Order Completed': { properties: { total: { type: 'number', required: true } } } },
  },
  'post /v1/erasures': person,
}

interface Call {
  requestBody?: { content: Record<string, { examples?: object }> }
}
/** The same addresses, each body with something to try. */
export const withBodies = (paths: Record<string, object>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(paths).map(([path, calls]) => [
      path,
      Object.fromEntries(
        Object.entries(calls as Record<string, Call>).map(([method, call]) => [
          method,
          exemplified(call, BODIES[`${method} ${path}`]),
        ]),
      ),
    ]),
  )

function exemplified(call: Call, example: object | undefined): Call {
  const { requestBody } = call
  const json = requestBody?.content['application/json']
  if (!json || json.examples || !example) return call
  const content = { ...requestBody.content, 'application/json': { ...json, example } }
  return { ...call, requestBody: { ...requestBody, content } }
}
