/** A, B, C …: under these names the series are asked, so that each line of the answer finds its own again. */

const FIRST = 'A'.charCodeAt(0)

export const letterOf = (index: number): string => String.fromCharCode(FIRST + index)
export const placeOf = (letter: string): number => letter.charCodeAt(0) - FIRST
