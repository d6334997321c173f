import { expect, test } from 'vitest'
import { createKept } from './kept.ts'

const refuse = (): Storage => {
  throw new DOMException('blocked', 'SecurityError')
}

test('a browser that blocks storage still remembers while the page is open', () => {
  const kept = createKept(refuse)
  kept.write('key', 'fs_1')
  expect(kept.read('key')).toBe('fs_1')
  kept.write('key', undefined)
  expect(kept.read('key')).toBeUndefined()
})

test('a full storage still remembers while the page is open', () => {
  const full = { getItem: () => null, setItem: refuse, removeItem: () => undefined }
  const kept = createKept(() => full as unknown as Storage)
  kept.write('key', 'fs_1')
  expect(kept.read('key')).toBe('fs_1')
})
