/** What events outlive: no network, a closed page, a crash, the background, a device without room. */
import { accept, status } from '../collector/behaviour.ts'
import type { Scenario } from '../scenario.ts'
import {
  answers,
  arrived,
  asked,
  background,
  close,
  crash,
  events,
  flush,
  foreground,
  kept,
  names,
  offline,
  online,
  start,
  track,
  tracks,
} from '../steps.ts'

/** Nobody asks again before it ends. */
const AWAY = status(503, '60')

export const visits: readonly Scenario[] = [
  {
    name: 'what is told without a network arrives when it is back, each once and in order',
    needs: ['network'],
    steps: [offline, tracks('e', 30), flush, online],
    arrives: events(names('e', 30)),
  },
  {
    name: 'of 50 events told without a network before the end 50 arrive at the next visit',
    needs: ['network'],
    steps: [offline, tracks('e', 50), close, online, start()],
    arrives: events(names('e', 50)),
  },
  {
    name: 'of 20 events told just before the end 20 arrive',
    steps: [tracks('e', 20), close, start()],
    arrives: events(names('e', 20)),
    copies: 'allowed',
  },
  {
    name: 'a visit that ends while the collector fails leaves its events to the next one',
    steps: [answers(AWAY), tracks('e', 20), flush, close, answers(accept), start()],
    arrives: events(names('e', 20)),
  },
  {
    name: 'a crash takes nothing with it that was kept',
    steps: [answers(AWAY), tracks('e', 20), kept('e-19'), asked(1), crash, answers(accept), start()],
    arrives: events(names('e', 20)),
  },
  {
    name: 'the next visit begins with its own events while those of the last one wait',
    steps: [
      answers(AWAY),
      tracks('old', 10),
      kept('old-9'),
      asked(1),
      crash,
      answers(accept),
      start(),
      tracks('new', 10),
    ],
    arrives: events([...names('old', 10), ...names('new', 10)]),
    order: 'any',
  },
  {
    name: 'what is told in the background arrives, once, whether anybody comes back or not',
    needs: ['background'],
    steps: [track('front'), arrived('front'), background, track('back'), foreground, track('again')],
    arrives: events(['front', 'back', 'again']),
  },
  {
    name: 'an app that is ended in the background has its events at the next visit',
    needs: ['background'],
    steps: [answers(AWAY), tracks('e', 10), background, asked(1), crash, answers(accept), start()],
    arrives: events(names('e', 10)),
  },
  {
    name: 'a device without room loses nothing while the visit lasts',
    options: { storage: 'full' },
    steps: [answers(status(503), accept), tracks('e', 10)],
    arrives: events(names('e', 10)),
  },
]
