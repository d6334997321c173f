import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'
import { breathe } from './testing/world.ts'

const trial = tryOut()
const { start, sent, last } = trial

test('events the collector rejects are reported one by one', async () => {
  const rejected = [{ index: 1, messageId: 'x', code: 'too_deep', message: 'properties' }]
  const tracker = start(
    {},
    { send: async () => ({ status: 200, body: JSON.stringify({ accepted: 1, rejected }) }) },
  )
  tracker.track('A')
  tracker.track('B')
  await trial.world.settle()
  expect(trial.reports).toEqual([
    { kind: 'sent', count: 1 },
    expect.objectContaining({ kind: 'rejected', index: 1, code: 'too_deep' }),
  ])
})

test('a final refusal drops the batch, counted, and is told once the collector listens again', async () => {
  const tracker = start()
  tracker.track('A')
  tracker.track('B')
  await trial.world.settle('refuse')
  expect(trial.reports).toContainEqual(
    expect.objectContaining({ kind: 'dropped', reason: 'http_401', count: 2 }),
  )
  tracker.track('C')
  await trial.world.settle()
  expect(last()).toMatchObject({ event: '$dropped', properties: { count: 2, http_401: 2 } })
})

test('what overflows is told in $dropped, even after a reload', async () => {
  const tracker = start({ maxQueueEvents: 5 })
  for (let index = 0; index < 12; index++) tracker.track(`event-${index}`)
  await trial.world.settle('busy', 1_000)
  trial.page.leave(true)
  trial.page.die()
  start()
  await trial.world.settle()
  expect(last()).toMatchObject({ event: '$dropped', properties: { count: 7, queue_full: 7 } })
  expect(sent().filter(({ event }) => event === 'event-6')).toEqual([])
})

test('what is too much by bytes goes, the oldest first', async () => {
  const tracker = start({ maxQueueBytes: 5_000 })
  for (let index = 0; index < 4; index++) tracker.track(`event-${index}`, { text: 'x'.repeat(2_000) })
  await trial.world.settle()
  expect(sent().map(({ event }) => event)).toEqual(['event-2', 'event-3', '$dropped'])
})

test('a queue that is full spares what is in a request', async () => {
  const tracker = start({ maxQueueEvents: 2, flushAt: 1 })
  await trial.world.settle('accept', 10)
  tracker.track('sent')
  void tracker.flush()
  await breathe()
  for (const name of ['B', 'C', 'D']) tracker.track(name)
  // The answer takes longer than a moment.
  trial.world.now += 100
  const due = trial.world.pending.filter(({ what, at }) => what === 'timer' && at <= trial.world.now)
  due.forEach(({ happen }) => happen('accept'))
  await trial.world.settle()
  expect(sent().map(({ event }) => event)).toEqual(['sent', 'D', '$dropped'])
})

test('a batch that is too large is halved until it passes', async () => {
  const tracker = start()
  for (let index = 0; index < 8; index++) tracker.track(`event-${index}`)
  await trial.world.settle('too large', 3_000)
  expect(new Set(trial.world.accepted.values())).toEqual(new Set([1]))
  expect(trial.world.requests.map(({ ids }) => ids.length).slice(0, 4)).toEqual([8, 4, 2, 1])
})

test('the queue goes out by count in a moment, and by time otherwise', async () => {
  const tracker = start({ flushAt: 3, flushInterval: 2_000 })
  await trial.world.settle('accept', 10)
  tracker.track('A')
  await trial.world.settle('accept', 1_900)
  expect(trial.world.requests).toEqual([])
  await trial.world.settle('accept', 200)
  expect(trial.world.requests).toHaveLength(1)
  for (const name of ['B', 'C', 'D']) tracker.track(name)
  await trial.world.settle('accept', 100)
  expect(trial.world.requests[1]?.ids).toHaveLength(3)
})

test('flush sends now', async () => {
  const tracker = start()
  await trial.world.settle('accept', 10)
  tracker.track('A')
  const flushed = tracker.flush()
  await trial.world.settle('accept', 0)
  await flushed
  expect(last().event).toBe('A')
})

test('hooks that throw cost nothing', async () => {
  const broken = (): never => {
    throw new Error('mine')
  }
  const tracker = start({ onEvent: broken, onError: broken })
  tracker.track('')
  tracker.track('A')
  await trial.world.settle()
  expect(last().event).toBe('$dropped')
  expect(sent().map(({ event }) => event)).toContain('A')
})
