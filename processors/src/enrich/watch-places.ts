/** Takes a new version of the operator's file of places into use as soon as it lies there. */
import { statSync } from 'node:fs'
import type { Geography } from './geography.ts'

/** How it went; the old content stays in use when it did not go well. */
export type OnPlaces = (outcome: { reloaded: true } | { reloaded: false; detail: string }) => void

export interface PlacesWatch {
  /** Reads the file again now, changed or not; never rejects. */
  reload(): Promise<void>
  stop(): void
}

const LOOK_EVERY_MS = 5_000

/** Looks at the file's time and size, which works for files that are replaced, linked, or on a network. */
export function watchPlaces(
  geography: Geography,
  file: string,
  onPlaces: OnPlaces,
  lookEveryMs = LOOK_EVERY_MS,
): PlacesWatch {
  const reload = async (): Promise<void> => {
    try {
      await geography.reload()
      onPlaces({ reloaded: true })
    } catch (error) {
      onPlaces({ reloaded: false, detail: error instanceof Error ? error.message : String(error) })
    }
  }
  let known = signatureOf(file)
  const look = (): void => {
    const found = signatureOf(file)
    if (found === known) return
    known = found
    void reload()
  }
  const timer = setInterval(look, lookEveryMs).unref()
  return { reload, stop: () => clearInterval(timer) }
}

/** What changes with the content; empty while there is no file. */
function signatureOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : ''
}
