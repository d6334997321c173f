/** For tests: what is known of paths: where visits go, from where and up to where. */
import type { Happening } from '../corpus.ts'
import { type Case, did, played, visited } from './story.ts'

const day = { from: '2026-01-10', to: '2026-01-10' }
const link = (source: string, target: string, count: number): object => ({ source, target, count })
const at5 = (person: string, ...pages: string[]): Happening[] =>
  pages.map((page, nth) => visited(person, page, `10 12:${String(nth * 5).padStart(2, '0')}`))

export const PATHS: Record<string, Case[]> = {
  paths: [
    {
      name: 'count sessions on each edge; reloads and slashes are no steps',
      log: [
        ...['/', '/', '/about', '/about/', '/pricing'].map((page, nth) =>
          visited('ada', page, `10 12:0${nth}`),
        ),
        ...['/', '/about', '/'].map((page, nth) => visited('ben', page, `10 12:0${nth}`)),
      ],
      ask: { kind: 'path', ...day },
      expects: {
        links: [link('1_/', '2_/about', 2), link('2_/about', '3_/', 1), link('2_/about', '3_/pricing', 1)],
      },
    },
    {
      name: 'end after half an hour of silence',
      log: [
        visited('ada', '/a', '10 12:00'),
        visited('ada', '/b', '10 12:29:59.999'),
        visited('ada', '/c', '10 13:00'),
      ],
      ask: { kind: 'path', ...day },
      expects: { links: [link('1_/a', '2_/b', 1)] },
    },
    {
      name: 'from a page begin where the session first comes to it',
      log: ['/a', '/b', '/a', '/c'].map((page, nth) => visited('ada', page, `10 12:0${nth}`)),
      ask: { kind: 'path', ...day, start: '/b' },
      expects: { links: [link('1_/b', '2_/a', 1), link('2_/a', '3_/c', 1)] },
    },
  ],
  'what people do': [
    {
      name: 'counts each time as a step of its own, and the same twice in a row as one',
      log: played({ ada: 'xxyyxz' }),
      ask: { kind: 'path', ...day },
      expects: { links: [link('1_x', '2_y', 1), link('2_y', '3_x', 1), link('3_x', '4_z', 1)] },
    },
    {
      name: 'from a page back to it begins at the first time and ends at the second',
      log: ['/a', '/b', '/a', '/c'].map((page, nth) => visited('ada', page, `10 12:0${nth}`)),
      ask: { kind: 'path', ...day, start: '/a', end: '/a' },
      expects: { links: [link('1_/a', '2_/b', 1), link('2_/b', '3_/a', 1)] },
    },
    {
      name: 'may be asked for by a page with a slash behind it as well',
      log: ['/a/', '/b', '/c/', '/b/'].map((page, nth) => visited('ada', page, `10 12:0${nth}`)),
      ask: { kind: 'path', ...day, start: '/b/', end: '/b', exclude: ['/x/', '/'] },
      expects: { links: [link('1_/b', '2_/c', 1), link('2_/c', '3_/b', 1)] },
    },
    {
      name: 'from a page, of people known by several ids, is that of each whole visit',
      log: [
        ...at5('p1', '/', '/about/'),
        ...at5('p2', '/', '/pricing/', '/about'),
        ...at5('p3', '/pricing', '/', '/about/'),
        ...at5('p4', '/', '/pricing/'),
        ...at5('p5', '/pricing', '/about', '/pricing/', '/help'),
      ],
      ask: { kind: 'path', ...day, start: '/pricing/' },
      expects: {
        links: [
          link('1_/pricing', '2_/about', 2),
          link('1_/pricing', '2_/', 1),
          link('2_/', '3_/about', 1),
          link('2_/about', '3_/pricing', 1),
          link('3_/pricing', '4_/help', 1),
        ],
      },
    },
    {
      name: 'up to a page shows the last steps before it',
      log: ['/a', '/b', '/c', '/d'].map((page, nth) => visited('ada', page, `10 12:0${nth}`)),
      ask: { kind: 'path', ...day, end: '/c', steps: 2 },
      expects: { links: [link('1_/b', '2_/c', 1)] },
    },
    {
      name: 'by a property leaves out what has none',
      log: [
        did('ada', 'x', '10 12:00', { stage: 'one' }),
        did('ada', 'y', '10 12:01'),
        did('ada', 'x', '10 12:02', { stage: 'two' }),
      ],
      ask: { kind: 'path', ...day, by: 'stage' },
      expects: { links: [link('1_one', '2_two', 1)] },
    },
    {
      name: 'is parted as the SDK says, over silences and side by side',
      log: [
        did('ada', 'x', '10 12:00', {}, { session: 's1' }),
        did('ada', 'm', '10 12:01', {}, { session: 's2' }),
        did('ada', 'y', '10 14:00', {}, { session: 's1' }),
      ],
      ask: { kind: 'path', ...day },
      expects: { links: [link('1_x', '2_y', 1)] },
    },
    {
      name: 'or by as much silence as is asked for',
      log: [did('ada', 'x', '10 12:00'), did('ada', 'y', '10 12:05'), did('ada', 'z', '10 12:10:00.001')],
      ask: { kind: 'path', ...day, sessionGap: 5 },
      expects: { links: [link('1_x', '2_y', 1)] },
    },
  ],
}
