/** How many bytes of bodies may be in hand at once: taken as they come, given back when the answer is out. */

/** What one request holds. */
export interface Place {
  /** False when there is not enough left: then nothing is taken. */
  take(bytes: number): boolean
  /** Gives back all that was taken. */
  leave(): void
}

export interface Room {
  enter(): Place
  readonly taken: number
  /** How many requests have a place. */
  readonly requests: number
}

/** Of all bodies that are being read, parsed or made durable together. */
const DEFAULT_BYTES = 256 * 1024 * 1024

/** What was only announced takes nothing, or a few who announce much and send nothing would keep out everybody. */
export function createRoom(totalBytes = DEFAULT_BYTES): Room {
  let [taken, requests] = [0, 0]
  const enter = (): Place => {
    let own = 0
    requests++
    return {
      take(bytes) {
        // A body of any legal size is read while nothing else is in hand, or it would never be.
        if (taken > own && taken + bytes > totalBytes) return false
        taken += bytes
        own += bytes
        return true
      },
      leave() {
        taken -= own
        own = 0
        requests--
      },
    }
  }
  return {
    enter,
    get taken() {
      return taken
    },
    get requests() {
      return requests
    },
  }
}
