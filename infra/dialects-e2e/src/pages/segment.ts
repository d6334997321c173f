/** A page with Segment's library. */
import { AnalyticsBrowser } from '@segment/analytics-next'

const { host = '', key = '', user = '', batching } = Object.fromEntries(new URLSearchParams(location.search))
const integration = {
  apiHost: `${new URL(host).host}/v1`,
  protocol: 'http',
  ...(batching ? { deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 500 } } } : {}),
}
const analytics = AnalyticsBrowser.load({ writeKey: key, cdnURL: host }, {
  integrations: { 'Segment.io': integration },
} as object)
document.querySelector('#later')?.addEventListener('click', () => {
  void analytics.track(`${user} Bought`, { price: 19 })
})
await analytics.page('Home')
await analytics.track(`${user} Viewed`, { price: 9.5, city: '北京' })
await analytics.identify(user, { email: `${user}@example.com` })
await analytics.group('c1', { name: 'One' })
document.body.dataset['ready'] = 'yes'
