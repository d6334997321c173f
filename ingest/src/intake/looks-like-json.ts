/** Whether a text begins as JSON of an object, a list or a text does. */
export const looksLikeJson = (text: string): boolean => /^\s*[[{"]/.test(text)
