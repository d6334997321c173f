import { expect, test } from 'vitest'
import { readPlace, writePlace } from './place.ts'
import { createKept } from './kept.ts'
import { createSession, keyIn } from './session.ts'

test('an address names a page and its question', () => {
  expect(readPlace('#/trend?range=30d&by=a%3Fb')).toEqual({ page: 'trend', search: 'range=30d&by=a%3Fb' })
  expect(readPlace('#/funnel')).toEqual({ page: 'funnel', search: '' })
  const place = { page: 'trend', search: 'filters=[["a","eq","?"]]' } as const
  expect(readPlace(writePlace(place))).toEqual(place)
})

test('an address nobody knows opens the live page', () => {
  expect(readPlace('')).toEqual({ page: 'live', search: '' })
  expect(readPlace('#/secrets').page).toBe('live')
})

test('the key is read from the fragment that npm start prints, and from no other', () => {
  expect(keyIn('#key=fs_abc-_1')).toBe('fs_abc-_1')
  expect(keyIn('#key=')).toBeUndefined()
  expect(keyIn('#/trend?key=fs_abc')).toBeUndefined()
})

test('a session ends when it is ended', () => {
  const items = new Map<string, string>()
  const storage = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  }
  const session = createSession(createKept(() => storage as unknown as Storage))
  session.begin('fs_1')
  expect(session.key()).toBe('fs_1')
  session.end()
  expect(session.key()).toBeUndefined()
  expect([...items]).toEqual([])
})
