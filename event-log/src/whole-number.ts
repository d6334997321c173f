/** Whole numbers in the query of a URL. */

/** Undefined when it is not given; throws with what was expected, naming it. */
export function wholeNumber(
  given: URLSearchParams,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = given.get(name)
  if (text === null) return undefined
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Error(`${name}: expected a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`)
}
