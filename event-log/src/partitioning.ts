/** Which partition a key belongs to: the same in every adapter, so a change of log changes no order. */

/** FNV-1a over UTF-16 units, 32 bits: fast, even, and nobody's secret. */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % partitions
}
