/** What becomes of events while the collector fails, is slow, or finds fault with them. */
import {
  accept,
  type Behaviour,
  cut,
  portal,
  rejecting,
  silence,
  slow,
  status,
  tooLarge,
} from '../collector/behaviour.ts'
import type { Scenario } from '../scenario.ts'
import { answers, arrived, asked, dropped, events, flush, names, track, tracks } from '../steps.ts'

const passing = (name: string, ...first: readonly Behaviour[]): Scenario => ({
  name,
  steps: [answers(...first, accept), tracks('e', 5)],
  arrives: events(names('e', 5)),
})

export const delivery: readonly Scenario[] = [
  {
    name: 'many events told in one go travel together, in order',
    steps: [tracks('e', 300), flush],
    arrives: events(names('e', 300)),
    mostBatches: 8,
  },
  ...[429, 500, 503].map((code) =>
    passing(`${code} is tried again, and each event arrives once`, status(code)),
  ),
  {
    ...passing('Retry-After is waited for', status(503, '3')),
    pause: { after: 0, ms: 3_000 },
  },
  {
    ...passing('pauses grow while the collector goes on failing', status(503), status(503)),
    pause: { after: 1, ms: 1_000 },
  },
  passing('a connection cut before anything was kept is tried again', cut(false)),
  {
    ...passing(
      'a connection cut after everything was kept brings the same events again, under the same ids',
      cut(true),
    ),
    copies: 'allowed',
  },
  {
    ...passing('a collector that never answers is given up, and asked again', silence),
    options: { requestTimeout: 1_500 },
    // On a busy machine a collector that does answer may be given up as well.
    copies: 'allowed',
  },
  passing('a page of a captive portal is not taken for the collector', portal),
  {
    name: 'what is told while a batch is under way comes after it, once',
    steps: [answers(slow(500), accept), track('first'), asked(1), tracks('e', 5)],
    arrives: events(['first', ...names('e', 5)]),
  },
  {
    name: 'a batch that is too large is halved until it fits, and keeps its order',
    steps: [answers(tooLarge(10)), tracks('e', 45)],
    arrives: events(names('e', 45)),
  },
  {
    name: 'one event that is too large for the collector goes alone, and is counted',
    steps: [answers(status(413), accept), track('huge'), flush, track('small'), arrived('$dropped')],
    arrives: [{ event: 'small' }, dropped({ http_413: 1, count: 1 })],
  },
  {
    name: 'an answer that is final is not asked twice; what it cost is counted',
    steps: [answers(status(400), accept), tracks('bad', 3), flush, track('good'), arrived('$dropped')],
    arrives: [{ event: 'good' }, dropped({ http_400: 3, count: 3 })],
  },
  {
    name: 'one bad event does not take the others of its batch with it, and is not sent again',
    steps: [answers(rejecting({ bad: 'too_deep' })), track('a'), track('bad'), track('b'), flush, track('c')],
    arrives: events(['a', 'b', 'c']),
    sentOnce: ['bad'],
  },
  {
    name: 'a queue that is full lets the oldest go, and counts them',
    options: { maxQueueEvents: 10 },
    steps: [answers(status(503), accept), tracks('e', 25), arrived('$dropped')],
    arrives: [...events(names('e', 10, 15)), dropped({ queue_full: 15, count: 15 })],
  },
]
