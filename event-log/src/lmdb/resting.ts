/**
 * An environment that nobody writes to any more: opened when it is read, and closed when it has not been for a while. One
 * that is open for writing holds 3.5 MB, and each keeps mapped what was read of it.
 */
import type { Key } from 'lmdb'
import { closed, type Environment, openToRead } from './environment.ts'

export type Resting<Value, Name extends Key> = Pick<Environment<Value, Name>, 'get' | 'getRange' | 'close'>

const REST_MS = 5_000

/** What it gives has to be used up in the same turn of the event loop. Reading throws once it is closed. */
export function restingEnvironment<Value, Name extends Key>(path: string): Resting<Value, Name> {
  let open: ReturnType<typeof openToRead<Value, Name>> | undefined
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const rest = async (): Promise<void> => {
    clearTimeout(timer)
    const last = open
    open = timer = undefined
    if (last) await closed(last)
  }
  const awake = (): NonNullable<typeof open> => {
    // The driver would make the folder anew.
    if (isOver) throw new Error(`${path} is closed`)
    if (timer) timer.refresh()
    else timer = setTimeout(() => void rest(), REST_MS).unref()
    return (open ??= openToRead<Value, Name>(path))
  }
  return {
    get: (key) => awake().get(key),
    getRange: (options) => awake().getRange(options),
    close() {
      isOver = true
      return rest()
    },
  }
}
