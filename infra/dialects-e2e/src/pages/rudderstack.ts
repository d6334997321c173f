/** A page with RudderStack's library. */
import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

const { host = '', key = '', user = '' } = Object.fromEntries(new URLSearchParams(location.search))
const analytics = new RudderAnalytics()
analytics.load(key, host, { configUrl: host })
analytics.ready(() => {
  analytics.page('Home')
  analytics.track(`${user} Viewed`, { price: 9.5, city: '北京' })
  analytics.identify(user, { email: `${user}@example.com` })
  analytics.group('c1', { name: 'One' })
  document.querySelector('#later')?.addEventListener('click', () => {
    analytics.track(`${user} Bought`, { price: 19 })
  })
  document.body.dataset['ready'] = 'yes'
})
