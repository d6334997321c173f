/** What posthog-js asks before it sends, or to know more; without answers it stays silent or sends uncompressed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bothWays } from '../../routes/both-ways.ts'
import { refuseOthers } from '../../routes/refuse.ts'
import type { Bag } from '../object.ts'

const COMPRESSION = ['gzip', 'gzip-js']
const CONFIG = {
  supportedCompression: COMPRESSION,
  analytics: { endpoint: '/i/v0/e/' },
  hasFeatureFlags: false,
  autocapture_opt_out: false,
}
const FLAGS = { flags: {}, errorsWhileComputingFlags: false }
/** Up to about version 1.60 clicks are looked at only where `enable_collect_everything` says so. */
const DECIDE = { ...CONFIG, ...FLAGS, featureFlags: {}, config: { enable_collect_everything: true } }

/** What is asked for features that are not offered: there is none of each. */
const NOTHING: readonly (readonly [string, object])[] = [
  ['/api/surveys', { surveys: [] }],
  ['/api/web_experiments', { experiments: [] }],
  ['/api/early_access_features', { earlyAccessFeatures: [] }],
  ['/api/product_tours', { product_tours: [] }],
  ['/api/feature_flag/local_evaluation', { flags: [], group_type_mapping: {}, cohorts: {} }],
  ['/flags/definitions', { flags: [], group_type_mapping: {}, cohorts: {} }],
]

/** There are no flags here, so nobody needs to be known: what the request carries is not looked into. */
export function handshakes(app: FastifyInstance): void {
  const get = (path: string, answer: object): void => {
    for (const url of bothWays(path)) {
      app.get(url, { exposeHeadRoute: false }, (_request, reply) => reply.send(answer))
      refuseOthers(app, url, ['GET'])
    }
  }
  const ask = (path: string, answer: (query: Bag) => object): void => {
    for (const url of bothWays(path)) {
      const handler = ({ query }: FastifyRequest, reply: FastifyReply) => reply.send(answer(query as Bag))
      app.route({ method: ['GET', 'POST'], url, exposeHeadRoute: false, handler })
      refuseOthers(app, url, ['GET', 'POST'])
    }
  }
  get('/array/:token/config', CONFIG)
  for (const [path, none] of NOTHING) get(path, none)
  // Versions from about 1.240 to 1.390 ask for both at once, and go on uncompressed where the half of it is missing.
  ask('/flags', ({ config }) => (config === undefined ? FLAGS : { ...CONFIG, ...FLAGS }))
  ask('/decide', () => DECIDE)
}
