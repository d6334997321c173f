/** Keys: what grants what, before metadata was reached, and after it was heard. */
import type { Directory } from '@firefly/metadata/tables/directory'
import { hashOf } from '@firefly/metadata/tables/keys'
import { expect, test } from 'vitest'
import type { FirstKeys } from './first.ts'
import { grantIn, grantsOf } from './ring.ts'

const first = (...kept: ('writeKey' | 'secretKey')[]): FirstKeys => ({
  writeKey: 'fw_first',
  secretKey: 'fs_first',
  kept: new Set(kept),
})
const directory = (more: Partial<Directory>): Directory => ({
  version: 1,
  projects: [],
  keys: [],
  revoked: [],
  ...more,
})
const kindOf = (grants: ReturnType<typeof grantsOf>, token: string): string | undefined =>
  grantIn(grants, token, 1_000)?.kind

test('the first keys work before metadata was ever reached', () => {
  const grants = grantsOf(first('writeKey', 'secretKey'), undefined)
  expect([kindOf(grants, 'fw_first'), kindOf(grants, 'fs_first')]).toEqual(['write', 'secret'])
})

test('a first key that was revoked no longer works; one given by settings works as long as it is given', () => {
  const known = directory({ revoked: [hashOf('fw_first'), hashOf('fs_first')] })
  expect(kindOf(grantsOf(first('writeKey', 'secretKey'), known), 'fw_first')).toBeUndefined()
  expect(kindOf(grantsOf(first('writeKey'), known), 'fs_first')).toBe('secret')
})

test('every key of the directory grants its own project, and nothing but whole tokens is known', () => {
  const key = {
    id: 'key_1',
    hash: hashOf('fr_shop'),
    project: 'shop',
    kind: 'read',
    maySee: 2,
    debug: null,
    until: null,
  } as const
  const grants = grantsOf(first(), directory({ keys: [key] }))
  expect(grantIn(grants, 'fr_shop', 0)).toEqual({ project: 'shop', kind: 'read', key: 'key_1', maySee: 2 })
  for (const wrong of ['', 'fr_', 'fr_shop ', hashOf('fr_shop')])
    expect(grantIn(grants, wrong, 0)).toBeUndefined()
})

test('a key that is being replaced works until its time has come', () => {
  const key = {
    id: 'key_1',
    hash: hashOf('fs_first'),
    project: 'default',
    kind: 'secret',
    maySee: 5,
    debug: 'watch',
  } as const
  const grants = grantsOf(first('writeKey', 'secretKey'), directory({ keys: [{ ...key, until: 1_000 }] }))
  expect(grantIn(grants, 'fs_first', 999)).toMatchObject({ kind: 'secret', key: 'key_1', debug: 'watch' })
  expect(grantIn(grants, 'fs_first', 1_000)).toBeUndefined()
})
