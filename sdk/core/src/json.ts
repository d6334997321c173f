/** Reads JSON that may have been cut short, or written by someone else. */

/** An object, whatever the text is; an empty one for text that holds none. */
export function objectIn(text: string | undefined): Record<string, unknown> {
  try {
    return Object(JSON.parse(text || '{}')) as Record<string, unknown>
  } catch {
    return {}
  }
}
