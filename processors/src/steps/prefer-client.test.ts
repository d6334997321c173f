/** The client's own `$` properties win over what was derived, except where the network decides. */
import { expect, test } from 'vitest'
import { preferClient } from './prefer-client.ts'

test('a `$` property fills its column', () => {
  expect(preferClient({ properties: { $pathname: '/own', $os: 'HarmonyOS', price: '1' } })).toEqual({
    pathname: '/own',
    os: 'HarmonyOS',
  })
})

test('an empty one leaves what was derived, and the network’s columns are never the client’s', () => {
  expect(
    preferClient({
      properties: { $title: '', $country: 'XX', $city: 'Nowhere', $carrier: 'c', $is_bot: '1' },
    }),
  ).toEqual({})
})
