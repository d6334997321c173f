/** The outbox: a slow reader costs so much memory and no more, and knows what it missed. */
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createOutbox } from './outbox.ts'

/** A reader that takes one text at a time, when told to. */
function slowReader() {
  const read: string[] = []
  let next: (() => void) | undefined
  const stream = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(text: string, _encoding, done) {
      read.push(text)
      next = done
    },
  })
  const readOn = async (): Promise<void> => {
    const done = next
    next = undefined
    done?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { stream, read, readOn }
}

test('who reads slowly misses the oldest, is told how many, and gets all the rest in order', async () => {
  const { stream, read, readOn } = slowReader()
  const send = createOutbox(stream, { maxBytes: 3, notice: (dropped) => `-${dropped}` })
  for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) send(text)
  for (let turn = 0; turn < 10; turn++) await readOn()
  expect(read).toEqual(['a', '-3', 'e', 'f', 'g'])
  send('h')
  await readOn()
  expect(read.slice(5)).toEqual(['h'])
})

test('what comes after the end is nobody’s', async () => {
  const { stream, read } = slowReader()
  const send = createOutbox(stream, { maxBytes: 3, notice: String })
  send('a')
  stream.end()
  send('b')
  stream.destroy()
  send('c')
  await new Promise((resolve) => setImmediate(resolve))
  expect(read).toEqual(['a'])
})

test('who keeps up misses nothing', async () => {
  const { stream, read, readOn } = slowReader()
  const send = createOutbox(stream, { maxBytes: 3, notice: (dropped) => `-${dropped}` })
  for (const text of ['a', 'b', 'c', 'd', 'e']) {
    send(text)
    await readOn()
  }
  expect(read).toEqual(['a', 'b', 'c', 'd', 'e'])
})
