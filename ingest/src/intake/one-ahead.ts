/** What comes next is made while what came last is still in use, so that the disk and the processor work at the same time. */

export async function* oneAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let coming = next(items)
  try {
    for (let one = await coming; ; one = await coming) {
      if ('error' in one) throw one.error
      if (one.done) return
      coming = next(items)
      yield one.value
    }
  } finally {
    // Whoever stops early does not wait for what is under way, but ends it.
    void items.return(undefined).catch(() => undefined)
  }
}

/** Never rejects: by then nobody may be waiting for it. */
const next = <Item>(
  items: AsyncGenerator<Item>,
): Promise<IteratorResult<Item, unknown> | { error: unknown }> =>
  items.next().catch((error: unknown) => ({ error }))
