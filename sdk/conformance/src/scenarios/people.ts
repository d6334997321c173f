/** Who events belong to, which visit they are of, and whether anything may be kept or sent at all. */
import { accept, status } from '../collector/behaviour.ts'
import type { Scenario } from '../scenario.ts'
import {
  answers,
  arrived,
  call,
  close,
  events,
  flush,
  minutes,
  names,
  silent,
  start,
  track,
  tracks,
} from '../steps.ts'

/** One event every 29 minutes; the 51st is the first that comes 24 hours after the first. */
const BUSY_EVENTS = 52
const FIRST_OF_NEXT_DAY = 50

const identity: readonly Scenario[] = [
  {
    name: 'a device has one id, over visits, and a user from identify on, until reset',
    needs: ['person'],
    steps: [
      track('stranger'),
      call('identify', 42),
      track('known'),
      arrived('known'),
      close,
      start(),
      track('next visit'),
      arrived('next visit'),
      call('reset'),
      track('somebody else'),
    ],
    arrives: [
      { event: 'stranger', user: null, device: 'A', session: 'S' },
      { type: 'identify', user: '42', device: 'A', session: 'S' },
      { event: 'known', user: '42', device: 'A', session: 'S' },
      { event: 'next visit', user: '42', device: 'A', session: 'S' },
      { event: 'somebody else', user: null, device: 'B', session: 'T' },
    ],
    copies: 'allowed',
  },
  {
    name: 'events that wait belong to whoever told them, not to whoever is there when they are sent',
    needs: ['person'],
    steps: [
      answers(status(503)),
      call('identify', 'first'),
      track('by first'),
      call('reset'),
      call('identify', 'second'),
      track('by second'),
      answers(accept),
    ],
    arrives: [
      { type: 'identify', user: 'first', device: 'A' },
      { event: 'by first', user: 'first', device: 'A' },
      { type: 'identify', user: 'second', device: 'B' },
      { event: 'by second', user: 'second', device: 'B' },
    ],
  },
]

const sessions: readonly Scenario[] = [
  {
    name: 'a session lasts through 29 minutes of silence and ends after 31',
    needs: ['session'],
    steps: [track('a'), minutes(29), track('b'), minutes(31), track('c')],
    arrives: [
      { event: 'a', session: 'S', device: 'A' },
      { event: 'b', session: 'S', device: 'A' },
      { event: 'c', session: 'T', device: 'A' },
    ],
  },
  {
    name: 'a session goes on in the next visit, if that begins in time',
    needs: ['session'],
    steps: [track('a'), arrived('a'), close, minutes(10), start(), track('b')],
    arrives: [
      { event: 'a', session: 'S' },
      { event: 'b', session: 'S' },
    ],
    copies: 'allowed',
  },
  {
    name: 'a session ends after 24 hours, however busy',
    needs: ['session'],
    steps: names('e', BUSY_EVENTS).flatMap((name) => [track(name), minutes(29)]),
    arrives: names('e', BUSY_EVENTS).map((event, index) => ({
      event,
      session: index < FIRST_OF_NEXT_DAY ? 'S' : 'T',
    })),
  },
]

const consent: readonly Scenario[] = [
  {
    name: 'nothing is sent or kept before consent; what was told meanwhile follows it',
    needs: ['consent'],
    options: { consent: 'required' },
    steps: [tracks('e', 10), call('identify', 'u'), flush, silent(), call('optIn')],
    arrives: [...events(names('e', 10), { user: null }), { type: 'identify', user: 'u' }],
  },
  {
    name: 'a visit that ends without an answer has left nothing behind',
    needs: ['consent'],
    options: { consent: 'required' },
    steps: [
      tracks('e', 10),
      close,
      start({ consent: 'required' }),
      flush,
      silent(),
      call('optIn'),
      track('asked'),
    ],
    arrives: [{ event: 'asked' }],
  },
  {
    name: 'consent is asked for once',
    needs: ['consent'],
    options: { consent: 'required' },
    steps: [call('optIn'), track('a'), arrived('a'), close, start({ consent: 'required' }), track('b')],
    arrives: [
      { event: 'a', device: 'A' },
      { event: 'b', device: 'A' },
    ],
    copies: 'allowed',
  },
  {
    name: 'who opts out has nothing kept or sent any more, in this visit and the next, and is a stranger afterwards',
    needs: ['consent'],
    steps: [
      track('before'),
      arrived('before'),
      answers(status(503)),
      call('identify', 'person-1'),
      track('unsent'),
      flush,
      call('optOut'),
      track('forbidden'),
      answers(accept),
      flush,
      silent('unsent', 'forbidden', 'person-1', 'before'),
      close,
      start(),
      track('forbidden as well'),
      flush,
      silent('forbidden'),
      call('optIn'),
      track('after'),
    ],
    arrives: [
      { event: 'before', device: 'A', user: null },
      { event: 'after', device: 'B', user: null },
    ],
    copies: 'allowed',
  },
]

export const people: readonly Scenario[] = [...identity, ...sessions, ...consent]
