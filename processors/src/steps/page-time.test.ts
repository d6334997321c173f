import { expect, test } from 'vitest'
import { createPageTimes } from './page-time.ts'

const MINUTE = 60_000
const event = (name: string, time: number, pathname = '/', session_id = 's1', device = 'd1') => ({
  project: 'p',
  session_id,
  anonymous_id: device,
  user_id: '',
  event: name,
  pathname,
  time,
  properties: {} as Record<string, string>,
})
const through = (...events: ReturnType<typeof event>[]): Record<string, string>[] => {
  const add = createPageTimes(100)
  events.forEach(add)
  return events.map(({ properties }) => properties)
}

test('the next page view of a session tells how long the one before was looked at', () => {
  expect(through(event('$pageview', 0, '/a'), event('Click', 500), event('$pageview', 2_500, '/b'))).toEqual([
    {},
    {},
    { $previous_pathname: '/a', $previous_duration: '2.5' },
  ])
})

test('a page that was left has told its time already', () => {
  expect(through(event('$pageview', 0), event('$pageleave', 900), event('$pageview', 9_000))).toEqual([
    {},
    {},
    {},
  ])
})

test('neither another session nor half an hour of silence is a look at a page', () => {
  expect(through(event('$pageview', 0), event('$pageview', 9, '/', 's2'))).toEqual([{}, {}])
  expect(through(event('$pageview', 0), event('$pageview', 31 * MINUTE))).toEqual([{}, {}])
})

test('where the SDK names no session, the device stands for it', () => {
  const told = through(
    event('$pageview', 0, '/a', '', 'd1'),
    event('$pageview', 500, '/c', '', 'd2'),
    event('$pageview', 1_000, '/b', '', 'd1'),
  )
  expect(told).toEqual([{}, {}, { $previous_pathname: '/a', $previous_duration: '1' }])
})

test('a page view that arrives late changes nothing, and what the client says stays', () => {
  expect(
    through(event('$pageview', 9_000), event('$pageview', 1_000), event('$pageview', 10_000))[2],
  ).toEqual({
    $previous_pathname: '/',
    $previous_duration: '1',
  })
  const own = { ...event('$pageview', 5_000), properties: { $previous_duration: '3' } }
  expect(through(event('$pageview', 0), own)[1]).toEqual({ $previous_pathname: '/', $previous_duration: '3' })
})

test('however many sessions come, only so many pages are remembered', () => {
  const add = createPageTimes(10)
  for (let n = 0; n < 100; n++) add(event('$pageview', 0, '/', `s${n}`))
  const [forgotten, known] = [event('$pageview', 1_000, '/', 's0'), event('$pageview', 1_000, '/', 's99')]
  add(known)
  add(forgotten)
  expect([forgotten.properties, known.properties['$previous_duration']]).toEqual([{}, '1'])
})
