import { expect, test } from 'vitest'
import type { Extension } from './extension.ts'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent, last } = trial

const noting = (name: string, notes: string[]): Extension => ({
  name,
  setup: () => {
    notes.push(`+${name}`)
    return () => void notes.push(`-${name}`)
  },
})

test('are undone in reverse order', () => {
  const notes: string[] = []
  start({ extensions: ['a', 'b', 'c'].map((name) => noting(name, notes)) }).stop()
  expect(notes).toEqual(['+a', '+b', '+c', '-c', '-b', '-a'])
})

test('one that fails harms neither the page nor the others', async () => {
  const notes: string[] = []
  const errors: unknown[] = []
  const broken: Extension = {
    name: 'broken',
    setup: (host) => {
      host.onLeave(() => {
        throw new Error('later')
      })
      throw new Error('at once')
    },
  }
  const tracker = start({
    extensions: [noting('a', notes), broken, noting('b', notes)],
    onError: (problem) => errors.push(problem),
  })
  expect(() => trial.page.leave(false)).not.toThrow()
  expect(notes).toEqual(['+a', '+b'])
  expect(errors).toEqual([
    expect.objectContaining({ kind: 'failed', where: 'extension broken' }),
    expect.objectContaining({ kind: 'failed', where: 'extension broken' }),
  ])
  expect(() => tracker.stop()).not.toThrow()
})

test('of one name are used once', () => {
  const notes: string[] = []
  const tracker = start({ extensions: [noting('a', notes)] })
  expect(tracker.use(noting('a', notes))).toBe(false)
  expect(tracker.use(noting('b', notes))).toBe(true)
  expect(notes).toEqual(['+a', '+b'])
})

test('may change events before the site’s own hook sees them; one that throws keeps the event back', async () => {
  const seen: unknown[] = []
  const masking: Extension = {
    name: 'masking',
    setup: (host) =>
      host.revise((event) => {
        if (event.event === 'B') throw new Error('mine')
        event.properties = { ...event.properties, card: '***' }
      }),
  }
  const tracker = start({
    extensions: [masking],
    beforeSend: ({ properties }) => void seen.push(properties),
  })
  tracker.track('A', { card: '6222', total: 5 })
  tracker.track('B', { card: '6222' })
  await trial.world.settle()
  expect(seen[0]).toEqual({ card: '***', total: 5 })
  expect(sent()[0]?.properties).toEqual({ card: '***', total: 5 })
  expect(JSON.stringify(sent())).not.toContain('6222')
  expect(trial.reports).toContainEqual(expect.objectContaining({ reason: 'hook_failed' }))
})

test('may make the events those of whom the host of the page knows', async () => {
  const tracker = start({
    extensions: [
      {
        name: 'host',
        setup: (host) => {
          host.adopt({ anonymousId: 'app-device', userId: 'ann', sessionId: 'app-session' })
          return undefined
        },
      },
    ],
  })
  tracker.track('A')
  await trial.world.settle()
  expect(last()).toMatchObject({
    anonymousId: 'app-device',
    userId: 'ann',
    context: { sessionId: 'app-session' },
  })
  trial.page.die()
  expect(start().anonymousId()).toBe('app-device')
})

test('may carry batches another way, or change how they look on the way; a carrier that fails loses nothing', async () => {
  const carried: string[] = []
  let fails = true
  const tracker = start({
    extensions: [
      {
        name: 'carrier',
        setup: (host) =>
          host.carry(async (body, _request, send) => {
            if (fails) throw new Error('mine')
            carried.push(body)
            return body.includes('"B"') ? { status: 200 } : send(body.replace('"A"', '"a"'))
          }),
      },
    ],
  })
  tracker.track('A')
  await trial.world.settle('accept', 500)
  await tracker.flush()
  expect(trial.world.requests).toEqual([])
  fails = false
  await trial.world.settle()
  expect(last().event).toBe('a')
  tracker.track('B')
  await trial.world.settle()
  expect(carried).toHaveLength(2)
  expect(trial.world.requests).toHaveLength(1)
  expect(trial.reports.at(-1)).toEqual({ kind: 'sent', count: 1 })
})

test('see their own corner of the storage only', () => {
  start({
    extensions: [{ name: 'mine', setup: (host) => void host.state.set('seen', '1') }],
  })
  expect(trial.world.state.get('mine/seen')).toBe('1')
})
