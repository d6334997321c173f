import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { snippet } from './snippet.ts'
import { QUEUED_VERBS } from './verbs.ts'

const code = (html: string): string => /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? ''

test('the snippet names the script and the key, and needs nothing else', () => {
  expect(snippet({ host: 'https://collect.example.com/', writeKey: 'key' })).toContain(
    '<script src="https://collect.example.com/firefly.js" data-write-key="key" async></script>',
  )
})

test('calls made before the script has loaded wait in order, with their arguments', () => {
  const window: { firefly?: Record<string, (...args: unknown[]) => void> & { q: unknown[] } } = {}
  runInContext(
    code(snippet({ host: 'https://collect.example.com', writeKey: 'key' })),
    createContext({ window }),
  )
  window.firefly?.track?.('Ordered', { total: 1 })
  window.firefly?.identify?.('ann')
  expect(JSON.stringify(window.firefly?.q)).toBe('[["track","Ordered",{"total":1}],["identify","ann"]]')
  expect(Object.keys(window.firefly ?? {})).toEqual(['q', ...QUEUED_VERBS])
})

test('nothing in a key or a host can break out of the tag', () => {
  const html = snippet({
    host: 'https://x"><script>alert(1)</script>',
    writeKey: '"><img src=x onerror=alert(1)>',
  })
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html).not.toContain('<img')
})
