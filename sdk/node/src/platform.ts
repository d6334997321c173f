/** Node as a platform for the core's sender. */
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { memoryState } from '@firefly/core/memory-state'
import { mirrored } from '@firefly/core/mirror'
import { shelfIn } from '@firefly/core/shelf'
import type { Answer, Platform } from '@firefly/core/platform'
import { openFolder, spillFolder } from './folder.ts'
import { folderOwnership } from './ownership.ts'

const compress = promisify(gzip)
/** Below it a packet is a packet. */
const WORTH_BYTES = 1_000
/** The collector's answers are small; a stranger's page need not be read whole. */
const ANSWER_BYTES = 1_000_000

type NodePlatform = Pick<Platform, 'now' | 'random' | 'after' | 'shelf' | 'ownership' | 'send'>

export function nodePlatform(folder: string | undefined): NodePlatform {
  return {
    now: Date.now,
    random: (count) => randomBytes(count),
    after(ms, run) {
      // A process that has nothing else to do may end: `beforeExit` sends what waits.
      const timer = setTimeout(run, ms).unref()
      return () => clearTimeout(timer)
    },
    shelf:
      folder === undefined ? shelfIn(memoryState()) : mirrored(() => openFolder(folder), spillFolder(folder)),
    ownership: folder === undefined ? { claim: async () => () => undefined } : folderOwnership(folder),
    send,
  }
}

const send: NodePlatform['send'] = async (url, text, { timeoutMs }) => {
  const packed = text.length >= WORTH_BYTES
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(packed && { 'content-encoding': 'gzip' }),
      },
      body: packed ? await compress(text) : text,
      signal: AbortSignal.timeout(timeoutMs),
    })
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.text()).slice(0, ANSWER_BYTES),
    } satisfies Answer
  } catch {
    // No network, no such host, or no time left: all the same to whoever tries again.
    return { status: 0 }
  }
}
