import { describe, expect, test } from 'vitest'
import { readAddress } from './address.ts'

test('brokers, topic and settings come from the URL, with defaults for the rest', () => {
  expect(readAddress('kafka://a:9092, b:9093/events?partitions=12&compression=gzip')).toEqual({
    brokers: ['a:9092', 'b:9093'],
    topic: 'events',
    partitions: 12,
    replicas: undefined,
    compression: 'gzip',
    retainMs: 8 * 24 * 3_600_000,
    sessionMs: 6_000,
  })
  expect(readAddress('kafka://a:1/t?replicas=3&retainHours=1')).toMatchObject({
    partitions: 8,
    replicas: 3,
    compression: 'lz4',
    retainMs: 3_600_000,
  })
})

describe('a URL that names no log is refused with what was expected', () => {
  test.each([
    ['kafka://a/t', /HOST:PORT/],
    ['kafka:///t', /HOST:PORT/],
    ['kafka://a:1', /topic/],
    ['kafka://a:1/no spaces', /topic/],
    ['kafka://a:1/t?partitions=0', /partitions: expected a whole number/],
    ['kafka://a:1/t?replicas=x', /replicas/],
    ['kafka://a:1/t?compression=zip', /compression: expected lz4, gzip, none/],
  ])('%s', (url, message) => {
    expect(() => readAddress(url)).toThrow(message)
  })
})
