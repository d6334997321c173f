/** How we open LMDB: durable before resolved, one commit for all that waits, and a full disk is an answer, not a crash. */
import { type Key, open, type RootDatabase } from 'lmdb'

const GROUPED = {
  // With it a failed commit rejects one more promise, which nobody can reach, and Node ends the process.
  eventTurnBatching: false,
  // All that one turn of the event loop brings is one commit, which begins when the turn ends, however much that is.
  txnStartThreshold: Number.MAX_SAFE_INTEGER,
}

export function openEnvironment<Value, Name extends Key>(
  path: string,
  encoding: 'binary' | 'json',
): RootDatabase<Value, Name> {
  return open({
    path,
    encoding,
    compression: false,
    // A put must not resolve before the disk has it; without overlap a commit is visible only once it is flushed.
    overlappingSync: false,
    ...GROUPED,
  })
}

/** Resolves once the write is on disk; rejects with what the disk said. */
export const written = (write: Promise<boolean>): Promise<void> => write.then(() => undefined, refused)

/** Rejects with the reason behind a write that failed. */
export async function refused(failure: unknown): Promise<never> {
  const { commitError } = failure as { commitError?: Promise<never> }
  // The library rejects this one as well, whether or not anybody looks at it.
  const reason: unknown = await commitError?.catch((why: unknown) => why)
  const detail = reason instanceof Error ? reason.message : String(failure)
  throw new Error(`the disk refused a write: ${detail}`, { cause: failure })
}
