/** From a country's Chinese name to its ISO 3166 code, for data that knows only the name. */

/** Names that the data uses and Unicode does not. */
const OTHERS: Readonly<Record<string, string>> = {
  孟加拉: 'BD',
  阿联酋: 'AE',
  多米尼加: 'DO',
  巴勒斯坦: 'PS',
  '刚果(金)': 'CD',
  '刚果(布)': 'CG',
  波黑: 'BA',
  马其顿: 'MK',
  圣马丁: 'MF',
  法国南部领地: 'TF',
  中非: 'CF',
}
/** Codes that Unicode has and ISO does not: groups of countries, and those for tests. */
const NO_COUNTRIES = new Set([
  'EU',
  'EZ',
  'UN',
  'QO',
  'XA',
  'XB',
  'ZZ',
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'IC',
  'TA',
])

function unicodeNames(): [string, string][] {
  const names = new Intl.DisplayNames(['zh-Hans'], { type: 'region', fallback: 'none' })
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  return letters
    .flatMap((one) => letters.map((other) => one + other))
    .filter((code) => !NO_COUNTRIES.has(code) && isCurrent(code))
    .flatMap((code): [string, string][] => {
      const name = names.of(code)
      return name ? [[name, code]] : []
    })
}

/** Codes out of use (`SU`, `UK`) have a current one that Unicode puts in their place. */
const isCurrent = (code: string): boolean => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`

let known: ReadonlyMap<string, string> | undefined
const codes = (): ReadonlyMap<string, string> =>
  (known ??= new Map([...unicodeNames(), ...Object.entries(OTHERS)]))

/**
 * The code of the country that `area` begins with: `美国California州` → US. A territory written behind its country
 * (`英国直布罗陀`) has its own. '' for regions (`亚太地区`) and unknown names.
 */
export function codeOfArea(area: string): string {
  const country = longestName(area)
  if (!country) return ''
  const rest = area.slice(country.length)
  return (codes().get(rest) ?? codes().get(country)) || ''
}

/** 印度尼西亚 begins with 印度 too: the longest name that fits is meant. */
function longestName(area: string): string | undefined {
  for (let length = Math.min(area.length, 16); length >= 2; length--) {
    const name = area.slice(0, length)
    if (codes().has(name)) return name
  }
  return undefined
}
