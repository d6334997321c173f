/** What several tabs of one site do with the queue, the device and the session that they share. */
import { accept, status } from '../collector/behaviour.ts'
import type { Scenario } from '../scenario.ts'
import {
  answers,
  arrived,
  asked,
  close,
  crash,
  events,
  kept,
  minutes,
  names,
  offline,
  online,
  tab,
  track,
  tracks,
} from '../steps.ts'

/** Nobody asks again before somebody has come back. */
const AWAY = status(503, '60')
const SHARED = { device: 'one', session: 'one' }

export const tabs: readonly Scenario[] = [
  {
    name: 'two tabs that fail at once send each event once, as one device in one session',
    needs: ['tabs'],
    steps: [
      answers(status(503)),
      tracks('one', 30),
      tab(1),
      tracks('two', 30),
      asked(3),
      answers(accept),
      tab(0),
      tracks('more', 5),
    ],
    arrives: events([...names('one', 30), ...names('two', 30), ...names('more', 5)], SHARED),
    order: 'any',
  },
  {
    name: 'what a tab could not send before it was closed is sent by the one that stays, once',
    needs: ['tabs'],
    steps: [track('here'), arrived('here'), tab(1), offline, tracks('closed', 20), close, tab(0), online],
    arrives: events(['here', ...names('closed', 20)], SHARED),
    order: 'any',
  },
  {
    name: 'what a tab could not send before it crashed is sent by others, once, and they keep what is their own',
    needs: ['tabs'],
    steps: [
      answers(AWAY),
      tracks('stays', 10),
      tab(1),
      tracks('crashed', 20),
      kept('crashed-19'),
      asked(2),
      crash,
      answers(accept),
      tab(0),
      offline,
      online,
      arrived('stays-9'),
      tab(2),
    ],
    arrives: events([...names('stays', 10), ...names('crashed', 20)], SHARED),
    order: 'any',
  },
  {
    name: 'a session goes on in every tab as long as somebody is active in one of them',
    needs: ['tabs'],
    steps: [
      track('a'),
      tab(1),
      minutes(20),
      track('b'),
      tab(0),
      minutes(20),
      track('c'),
      minutes(31),
      track('d'),
    ],
    arrives: [...events(['a', 'b', 'c'], { session: 'first' }), ...events(['d'], { session: 'second' })],
    order: 'any',
  },
]
