/** A host's API may be missing, forbidden or out of room; then there is no answer, and the mini-program goes on. */
export function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
