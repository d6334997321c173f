/** Bytes as ClickHouse's binary formats have them: lengths as varints, texts behind their length, numbers little-endian. */

/** Shorter texts are copied by hand, which beats a call into the runtime; all of their lengths fit one byte. */
const SHORT = 64
/** There is a writer a column, and a block of few rows is the most common one. */
const FIRST_ROOM = 1 << 10

export class Writer {
  #bytes = Buffer.allocUnsafe(FIRST_ROOM)
  #at = 0

  /** A view of what was written so far. */
  end(): Uint8Array {
    return this.#bytes.subarray(0, this.#at)
  }

  /** All that another one holds. */
  append(other: Writer): void {
    const bytes = other.end()
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  /** A whole number from 0 in 7 bits a byte. */
  varint(value: number): void {
    this.#reserve(8)
    let rest = value
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#at++] = (rest % 128) | 128
    this.#bytes[this.#at++] = rest
  }

  /** UTF-8 behind its length in bytes. A surrogate without its other half becomes the replacement character. */
  text(value: string): void {
    const { length } = value
    if (length >= SHORT) return this.#longText(value)
    this.#reserve(length + 1)
    const bytes = this.#bytes
    let at = this.#at + 1
    for (let unit = 0; unit < length; unit++) {
      const code = value.charCodeAt(unit)
      if (code > 127) return this.#longText(value)
      bytes[at++] = code
    }
    bytes[this.#at] = length
    this.#at = at
  }

  #longText(value: string): void {
    const length = Buffer.byteLength(value)
    this.varint(length)
    this.#reserve(length)
    this.#at += this.#bytes.write(value, this.#at, length, 'utf8')
  }

  uint8(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = value
  }

  uint16(value: number): void {
    this.#reserve(2)
    this.#at = this.#bytes.writeUInt16LE(value, this.#at)
  }

  /** All of them, each in `width` bytes. */
  numbers(values: Uint32Array, width: 1 | 2 | 4): void {
    this.#reserve(values.length * width)
    const bytes = this.#bytes
    let at = this.#at
    for (const value of values) {
      bytes[at++] = value
      if (width > 1) bytes[at++] = value >>> 8
      if (width > 2) at = bytes.writeUInt16LE(value >>> 16, at)
    }
    this.#at = at
  }

  /** A whole number between ±2⁵³ in 64 bits; below zero as two's complement. */
  int64(value: number): void {
    const high = Math.floor(value / 2 ** 32)
    this.#reserve(8)
    this.#at = this.#bytes.writeUInt32LE(value - high * 2 ** 32, this.#at)
    this.#at = this.#bytes.writeInt32LE(high, this.#at)
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}
