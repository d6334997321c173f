/** Sets of functions that can be taken out again. */

/** Adds to a set; the answer takes it out. */
export function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
