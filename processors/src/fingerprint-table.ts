/** A set of 64-bit numbers in 8 bytes a place, half of them free at most twice over: 16 MB a million right after growing. */
const EMPTY = 0n

/** An open-addressing set of 64-bit numbers. Zero marks a free place, so a zero fingerprint is stored as one. */
export class FingerprintTable {
  size = 0
  #places = new BigUint64Array(1024)

  has(fingerprint: bigint): boolean {
    return this.#places[this.#placeOf(fingerprint || 1n)] !== EMPTY
  }

  add(fingerprint: bigint): void {
    if ((this.size + 1) * 2 > this.#places.length) this.#grow()
    this.#places[this.#placeOf(fingerprint || 1n)] = fingerprint || 1n
    this.size++
  }

  *values(): Generator<bigint> {
    for (const fingerprint of this.#places) if (fingerprint !== EMPTY) yield fingerprint
  }

  /** Where the fingerprint is, or the free place where it would go (linear probing). */
  #placeOf(fingerprint: bigint): number {
    const mask = this.#places.length - 1
    let at = Number(fingerprint & 0xffff_ffffn) & mask
    while (this.#places[at] !== EMPTY && this.#places[at] !== fingerprint) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const old = this.#places
    this.#places = new BigUint64Array(old.length * 2)
    for (const fingerprint of old)
      if (fingerprint !== EMPTY) this.#places[this.#placeOf(fingerprint)] = fingerprint
  }
}
