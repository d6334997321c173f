/** Touches, networks and hints: what clients tell of themselves in many ways is told in one. */
import { expect, test } from 'vitest'
import { createUserAgentReader } from '../enrich/user-agent.ts'
import { networkOf } from './network.ts'
import { agentStep, leavePlace, placeStep } from './surroundings.ts'
import { nameTouches } from './touches.ts'

const touched = (properties: Record<string, string>): Record<string, string> => (
  nameTouches(properties), properties
)

test('the first and the latest touch get a channel each, Chinese engines and networks included', () => {
  expect(
    touched({ $initial_referrer_host: 'www.baidu.com', $latest_utm_source: 'wx', $latest_utm_medium: 'cpc' }),
  ).toMatchObject({ $initial_channel: 'search', $latest_channel: 'ad' })
  expect(touched({ $first_referrer_host: 'm.weibo.cn', $latest_utm_source: 'xiaohongshu' })).toMatchObject({
    $first_channel: 'social',
    $latest_channel: 'social',
  })
  expect(touched({ $latest_referrer_host: 'someone.example' })).toMatchObject({ $latest_channel: 'referral' })
})

test('an event whose client remembers no touch gets no channel, and a channel the client names stays', () => {
  expect(touched({ plan: 'gold' })).toEqual({ plan: 'gold' })
  expect(touched({ $latest_channel: 'own', $latest_utm_medium: 'cpc' })).toMatchObject({
    $latest_channel: 'own',
  })
})

test('a network is told by the client, else by the user agent of its super-app', () => {
  expect(networkOf({ network: { type: 'WIFI' } }, '')).toBe('wifi')
  expect(networkOf({ network: { wifi: true } }, '')).toBe('wifi')
  expect(networkOf({ network: { wifi: false, cellular: true } }, '')).toBe('cellular')
  expect(networkOf({}, 'MicroMessenger/8.0.49 NetType/5G Language/zh_CN')).toBe('5g')
  expect(networkOf({}, 'jdapp;android;8.5.12;9;network/wifi;pap')).toBe('wifi')
  expect(networkOf({ network: { type: 'LTE' } }, 'NetType/WIFI')).toBe('4g')
  expect(networkOf({ network: { type: 7 } }, 'nothing')).toBe('')
})

test('client hints in the context correct what a frozen user agent says', () => {
  const read = agentStep(createUserAgentReader({ cacheSize: 10 }))
  const userAgent =
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36'
  const userAgentData = { platform: 'Android', platformVersion: '14.0.0', model: 'Pixel 8', mobile: true }
  const header = { project: 'p', batchId: 'b', receivedAt: 0, shape: 'batch' as const, events: 1 }
  expect(read({ context: { userAgent, userAgentData }, header })).toMatchObject({
    os_version: '14.0.0',
    model: 'Pixel 8',
  })
  expect(read({ context: { userAgent, userAgentData: 'nonsense' }, header })).toMatchObject({
    os_version: '10',
  })
})

test('hints in the headers of the request do the same, but not for a user agent that the event names for itself', () => {
  const read = agentStep(createUserAgentReader({ cacheSize: 10 }))
  const userAgent =
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36'
  const hints = { platform: 'Android', platformVersion: '14.0.0', model: 'Pixel 8', mobile: true }
  const header = {
    project: 'p',
    batchId: 'b',
    receivedAt: 0,
    shape: 'batch' as const,
    events: 1,
    userAgent,
    hints,
  }
  expect(read({ context: {}, header })).toMatchObject({ os_version: '14.0.0', model: 'Pixel 8' })
  expect(read({ context: { userAgent }, header })).toMatchObject({ os_version: '14.0.0' })
  const other = { userAgent: userAgent.replace('Android 10', 'Android 9') }
  expect(read({ context: other, header })).toMatchObject({ os_version: '9', model: '' })
})

const header = { project: 'p', batchId: 'b', receivedAt: 0, shape: 'batch' as const, events: 1 }

test.each([
  'okhttp/4.12.0',
  'posthog-android/3.1.0',
  'analytics-ios/4.1.8',
  'SensorsAnalytics iOS SDK',
  'SensorsAnalytics Android SDK',
  'python-requests/2.32',
  'Go-http-client/1.1',
  'node',
])('%s is no robot where an SDK names itself, and one where nobody does', (userAgent) => {
  const read = agentStep(createUserAgentReader({ cacheSize: 10 }))
  const sent = { ...header, userAgent }
  const context = { library: { name: 'an-sdk' }, os: { name: 'Android', version: '14' } }
  expect(read({ context, header: sent })).toMatchObject({
    is_bot: 0,
    device_type: 'mobile',
    os: 'Android',
    os_version: '14',
  })
  expect(read({ context: { library: context.library }, header: sent })).toMatchObject({
    is_bot: 0,
    device_type: '',
  })
  expect(read({ context: {}, header: sent })).toMatchObject({ is_bot: 1, device_type: 'bot' })
  expect(read({ context: { ...context, userAgent }, header: sent })).toMatchObject({ is_bot: 1 })
})

test('a robot with a browser is one, whichever SDK the page has', () => {
  const read = agentStep(createUserAgentReader({ cacheSize: 10 }))
  const userAgent = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
  const context = { library: { name: 'an-sdk' } }
  expect(read({ context, header: { ...header, userAgent } })).toMatchObject({ is_bot: 1, device_type: 'bot' })
})

test('whoever is told of by a server is not where the server is, nor where the site asks that nobody looks', () => {
  const found = { country: '中国', province: '上海市', city: '上海市', carrier: '电信' }
  const place = placeStep({ locate: () => found })
  const sent = { ...header, ip: '1.2.4.8', userAgent: 'node' }
  const server = { library: { name: 'analytics-node' } }
  const nowhere = { country: '', province: '', city: '', carrier: '' }
  expect(place({ context: server, header: sent })).toEqual(nowhere)
  expect(place({ context: { ...server, platform: 'server' }, header: sent })).toEqual(nowhere)
  expect(place({ context: { ...server, platform: 'android' }, header: sent })).toEqual(found)
  expect(place({ context: { ...server, ip: '1.2.4.8' }, header: sent })).toEqual(found)
  expect(place({ context: { ...server, ip: { no: 'address' } }, header: sent })).toEqual(nowhere)
  expect(place({ context: { ...server, ip: '1'.repeat(46) }, header: sent })).toEqual(nowhere)
  // Who names no SDK may be anybody.
  expect(place({ context: {}, header: sent })).toEqual(found)
  const row = { ...found, properties: { $geoip_disable: 'true' } }
  leavePlace(row)
  expect(row).toMatchObject(nowhere)
  const other = { ...found, properties: { $geoip_disable: 'false' } }
  leavePlace(other)
  expect(other).toMatchObject(found)
})
