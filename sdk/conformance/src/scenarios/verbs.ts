/** What each verb says on the wire, and what becomes of input that no event can be made of. */
import type { Scenario } from '../scenario.ts'
import { arrived, call, dropped, minutes, track } from '../steps.ts'

const ODD = { f: { $odd: 'function' }, s: { $odd: 'symbol' }, b: { $odd: 'bigint' }, c: { $odd: 'cycle' } }

export const verbs: readonly Scenario[] = [
  {
    name: 'every verb arrives as the wire says it, in the order of the calls',
    needs: ['verbs'],
    steps: [
      track('Order Completed', { total: 12.5, items: ['a', 'b'], gift: false, note: '你好 🙂' }),
      call('page', 'Home', { tab: 'cards' }),
      call('screen', 'Pay', { step: 2 }),
      call('group', 'g-1', { name: 'Bank' }),
      call('identify', 'u-1', { level: 'gold' }),
      call('alias', 'u-1', 'old-1'),
      call('set', { city: 'Shanghai' }),
      call('setOnce', { since: 2026 }),
      call('increment', { visits: 2 }),
      call('append', { tags: 'vip' }),
      call('unset', 'draft'),
    ],
    arrives: [
      {
        event: 'Order Completed',
        properties: { total: 12.5, items: ['a', 'b'], gift: false, note: '你好 🙂' },
      },
      { type: 'page', properties: { name: 'Home', tab: 'cards' } },
      { type: 'screen', properties: { name: 'Pay', step: 2 } },
      { type: 'group', groupId: 'g-1', traits: { name: 'Bank' } },
      { type: 'identify', user: 'u-1', traits: { level: 'gold' } },
      { type: 'alias', user: 'u-1', previousId: 'old-1' },
      { event: '$set', properties: { city: 'Shanghai' } },
      { event: '$set_once', properties: { since: 2026 } },
      { event: '$increment', properties: { visits: 2 } },
      { event: '$append', properties: { tags: 'vip' } },
      { event: '$unset', properties: { draft: true } },
    ],
  },
  {
    name: 'properties that cannot be sent are left out and counted; their event goes on',
    needs: ['trimming'],
    steps: [track('odd', { ...ODD, kept: 1 }), arrived('$dropped')],
    arrives: [{ event: 'odd', properties: { kept: 1 } }, dropped({ trimmed: 4, count: 0 })],
  },
  {
    name: 'a text of 10 MB, a list 10,000 deep and an object that throws do not take their event with them',
    needs: ['trimming'],
    steps: [
      track('huge', {
        text: { $odd: 'text', length: 10_000_000 },
        deep: { $odd: 'deep' },
        throws: { $odd: 'throws' },
        kept: 1,
      }),
      arrived('$dropped'),
    ],
    arrives: [{ event: 'huge', properties: { kept: 1 } }, dropped({ trimmed: 3, count: 0 })],
  },
  {
    name: 'an event without a usable name is refused, and counted',
    steps: [track(''), track(7), track({ $odd: 'undefined' }), track('good'), arrived('$dropped')],
    arrives: [{ event: 'good' }, dropped({ invalid_name: 3, count: 3 })],
  },
  {
    name: 'a name of 300 characters is cut at 200',
    steps: [track({ $odd: 'text', length: 300 }), arrived('$dropped')],
    arrives: [{ event: 'x'.repeat(200) }, dropped({ trimmed: 1, count: 0 })],
  },
  {
    name: 'ids that are none are refused, counted, and leave everybody who they are',
    steps: [
      call('identify', ''),
      call('identify', { $odd: 'text', length: 300 }),
      call('identify', { $odd: 'function' }),
      track('after'),
      arrived('$dropped'),
    ],
    arrives: [{ event: 'after', user: null }, dropped({ invalid_id: 3, count: 3 })],
  },
  {
    name: 'registered properties go with every event until they are taken back, and outlive the visit',
    needs: ['registered'],
    steps: [
      call('register', { store: 7, odd: 'x' }),
      track('a', { own: 1 }),
      call('unregister', 'odd'),
      track('b', { store: 8 }),
      arrived('b'),
      { device: 'close' },
      { start: {} },
      track('c'),
      arrived('c'),
      call('reset'),
      track('d'),
    ],
    arrives: [
      { event: 'a', properties: { store: 7, odd: 'x', own: 1 } },
      { event: 'b', properties: { store: 8 } },
      { event: 'c', properties: { store: 7 } },
      { event: 'd', properties: {} },
    ],
    copies: 'allowed',
  },
  {
    name: 'a timed event carries how long it took, once',
    needs: ['registered'],
    steps: [call('time', 'Checkout'), minutes(2), track('Checkout'), track('Checkout')],
    arrives: [
      { event: 'Checkout', properties: { $duration: { $atLeast: 120 } } },
      { event: 'Checkout', properties: {} },
    ],
  },
  {
    name: 'a group without a usable id is refused, and counted',
    needs: ['verbs'],
    steps: [call('group', ''), track('after'), arrived('$dropped')],
    arrives: [{ event: 'after' }, dropped({ invalid_id: 1, count: 1 })],
  },
]
