/**
 * A set of 64-bit numbers in 8 bytes a place, of which at most ⅝ are taken: 13 to 26 MB a million ids.
 * Kept as halves of 32 bits, since each 64-bit number that is looked at would be an object of its own.
 */

const FIRST_PLACES = 1024
/** One number as its halves, low first. */
const whole = new BigUint64Array(1)
const halves = new Uint32Array(whole.buffer)

/** An open-addressing set (linear probing). Zero marks a free place, so a zero fingerprint is stored as one. */
export class FingerprintTable {
  size = 0
  #places = new Uint32Array(2 * FIRST_PLACES)

  has(fingerprint: bigint): boolean {
    const at = this.#placeOf(fingerprint)
    return !this.#isFree(at)
  }

  /** False when it was there already. */
  add(fingerprint: bigint): boolean {
    if ((this.size + 1) * 16 > this.#places.length * 5) this.#grow()
    const at = this.#placeOf(fingerprint)
    if (!this.#isFree(at)) return false
    this.#places[at] = halves[0] as number
    this.#places[at + 1] = halves[1] as number
    this.size++
    return true
  }

  /** False when it was not there. */
  delete(fingerprint: bigint): boolean {
    const at = this.#placeOf(fingerprint)
    if (this.#isFree(at)) return false
    this.#free(at)
    this.size--
    return true
  }

  *values(): Generator<bigint> {
    for (let at = 0; at < this.#places.length; at += 2) if (!this.#isFree(at)) yield this.#take(at)
  }

  #isFree(at: number): boolean {
    return this.#places[at] === 0 && this.#places[at + 1] === 0
  }

  #take(at: number): bigint {
    halves[0] = this.#places[at] as number
    halves[1] = this.#places[at + 1] as number
    return whole[0] as bigint
  }

  /** Leaves the number in `halves`; answers where it is, or the free place where it would go. */
  #placeOf(fingerprint: bigint): number {
    whole[0] = fingerprint
    if (halves[0] === 0 && halves[1] === 0) halves[0] = 1
    return this.#find(halves[0] as number, halves[1] as number)
  }

  #find(low: number, high: number): number {
    const places = this.#places
    const mask = places.length - 1
    let at = (low << 1) & mask
    while (places[at] !== low || places[at + 1] !== high) {
      if (places[at] === 0 && places[at + 1] === 0) return at
      at = (at + 2) & mask
    }
    return at
  }

  /** Whoever stands behind the gap and was only put there because it was taken moves up (Knuth, volume 3, algorithm 6.4R). */
  #free(gap: number): void {
    const places = this.#places
    const mask = places.length - 1
    for (let [hole, at] = [gap, (gap + 2) & mask]; ; at = (at + 2) & mask) {
      const home = ((places[at] as number) << 1) & mask
      const isFree = this.#isFree(at)
      if (!isFree && ((at - home) & mask) < ((at - hole) & mask)) continue
      places[hole] = places[at] as number
      places[hole + 1] = places[at + 1] as number
      if (isFree) return
      hole = at
    }
  }

  #grow(): void {
    const old = this.#places
    this.#places = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 2) {
      const [low, high] = [old[at] as number, old[at + 1] as number]
      if (low === 0 && high === 0) continue
      const place = this.#find(low, high)
      this.#places[place] = low
      this.#places[place + 1] = high
    }
  }
}
