/**
 * Buffers of a few kilobytes cut one after another from larger ones: memory outside the heap that is asked for and given
 * back once for many is the cheaper, and a driver looks up where it lies once a slab. A slab goes with the last piece of it.
 */

export interface Slab {
  /** A buffer with anything in it, to be written over. */
  cut(bytes: number): Buffer
}

/** Room for a few dozen records of the usual size. */
const SLAB_BYTES = 256 * 1024

export function createSlab(slabBytes = SLAB_BYTES): Slab {
  let [slab, used] = [Buffer.alloc(0), 0]
  return {
    cut(bytes) {
      if (bytes > slabBytes / 4) return Buffer.allocUnsafeSlow(bytes)
      if (used + bytes > slab.length) [slab, used] = [Buffer.allocUnsafeSlow(slabBytes), 0]
      used += bytes
      return slab.subarray(used - bytes, used)
    },
  }
}
