/** What is asked for often, done once after a while. */
import type { Platform } from './platform.ts'

/** Runs `ms` milliseconds after it is first called; calls made before it runs are one. */
export function soon(after: Platform['after'], ms: number, run: () => unknown): () => void {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    after(ms, () => {
      waiting = false
      run()
    })
  }
}
