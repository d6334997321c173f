import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Bare } from './event.ts'
import type { ExtensionHost } from './extension.ts'
import { masked, type PrivacyOptions, privacy } from './privacy.ts'

/** What becomes of a bag of properties. */
function revised(options: PrivacyOptions, properties: Record<string, unknown>): unknown {
  const event = { type: 'track', properties } as unknown as Bare
  let revise: (event: Bare) => void = () => undefined
  const host: Partial<ExtensionHost> = {
    revise: (run) => {
      revise = run
      return () => undefined
    },
  }
  privacy(options).setup(host as ExtensionHost)
  revise(event)
  return event.properties
}

test('a denied property is left out at any depth and in lists, whatever its case; the rest stays', () => {
  const deny = ['password', /card/i]
  expect(
    revised(
      { deny },
      {
        Password: 'x',
        total: 5,
        user: { PASSWORD: 'x', name: 'Ann', cards: ['y'] },
        items: [{ cardNo: 1, id: 2 }],
      },
    ),
  ).toEqual({ total: 5, user: { name: 'Ann' }, items: [{ id: 2 }] })
})

test('a masked property shows no more than its ends', () => {
  expect(
    revised(
      { mask: ['phone', 'pin', 'address'] },
      { phone: 13_800_000_078, pin: '1234', address: { city: 'X' } },
    ),
  ).toEqual({
    phone: '1***8',
    pin: '***',
    address: '***',
  })
  expect(masked('上海市浦东新区')).toBe('上***区')
})

test('no text of a denied or masked property is sent, however it is wrapped', () => {
  const wrapped = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constant({ secret: 'TOP-SECRET', hidden: 'TOP-SECRET' }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 }),
    ),
  })).tree
  fc.assert(
    fc.property(wrapped, (value) => {
      expect(JSON.stringify(revised({ deny: ['secret'], mask: ['hidden'] }, { value }))).not.toContain(
        'TOP-SECRET',
      )
    }),
    { numRuns: 50 },
  )
})

test('a cycle ends, and dates stay dates', () => {
  const cycle: Record<string, unknown> = { secret: 1 }
  cycle.self = cycle
  expect(JSON.stringify(revised({ deny: ['secret'] }, { cycle }))).not.toContain('secret')
  expect(revised({ deny: ['x'] }, { at: new Date(0) })).toEqual({ at: new Date(0) })
})
