/** Chinese names of countries. */
import { expect, test } from 'vitest'
import { codeOfArea } from './country-names.ts'

test('every country’s Chinese name has its ISO code', () => {
  const names = new Intl.DisplayNames(['zh-Hans'], { type: 'region' })
  const codes =
    'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PT PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS SV SY SZ TD TG TH TJ TL TM TN TO TR TT TZ UA UG US UY UZ VC VE VN VU WS YE ZA ZM ZW'.split(
      ' ',
    )
  for (const code of codes) expect([code, codeOfArea(names.of(code) ?? '')]).toEqual([code, code])
})

test('places behind the country do not hide it, territories have their own code, regions have none', () => {
  const cases: [string, string][] = [
    ['美国California州Fremont', 'US'],
    ['印度尼西亚', 'ID'],
    ['印度Maharashtra邦Mumbai', 'IN'],
    ['日本东京都千代田区', 'JP'],
    ['英国直布罗陀', 'GI'],
    ['美国波多黎各', 'PR'],
    ['法国新喀里多尼亚', 'NC'],
    ['英国', 'GB'],
    ['俄罗斯远东联邦管区', 'RU'],
    ['孟加拉', 'BD'],
    ['亚太地区', ''],
    ['欧洲和中东地区', ''],
    ['IANA保留地址', ''],
    ['', ''],
  ]
  for (const [area, code] of cases) expect([area, codeOfArea(area)]).toEqual([area, code])
})
