/** What a body may be packed in, and who takes it apart. */
import zlib from 'node:zlib'
import type { Unpacker } from './unpack.ts'

/** Only some runtimes have it: Node from 22.15 on. */
const zstd = (zlib as { createZstdDecompress?: () => Unpacker }).createZstdDecompress

/** For those who sent another. */
export const ENCODINGS = ['gzip', 'deflate', 'br', ...(zstd ? ['zstd'] : [])].join(', ')

/**
 * The encoding of a body that begins with `head`, in lower case; `identity` for none. A body that nobody called compressed
 * may be so all the same: several SDKs send gzip as plain text, and people send files as they lie on their disk.
 */
export function encodingOf(head: Uint8Array, stated: string | undefined): string {
  const name = stated?.trim().toLowerCase() || 'identity'
  return name === 'identity' && isGzip(head) ? 'gzip' : name
}

/** Absent for an encoding that is not known here. */
export function unpackerOf(name: string, head: Uint8Array): (() => Unpacker) | undefined {
  if (name === 'gzip' || name === 'x-gzip') return zlib.createGunzip
  // The standard means zlib's format; senders that leave out its header are as common.
  if (name === 'deflate') return hasZlibHeader(head) ? zlib.createInflate : zlib.createInflateRaw
  if (name === 'br') return zlib.createBrotliDecompress
  return name === 'zstd' ? zstd : undefined
}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

/** RFC 1950: method 8 in the low bits, and the first two bytes a multiple of 31. */
const hasZlibHeader = ([first = 0, second = 0]: Uint8Array): boolean =>
  (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
