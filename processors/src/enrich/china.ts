/** Places and operators of China out of the words of an address book, so that one place has one name. */

/** The 34 divisions of the first order, each by its short name. */
const PROVINCES =
  '北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门'.split(
    ' ',
  )
const CITIES_OF_THEIR_OWN = new Set(['北京', '天津', '上海', '重庆'])

/** Regions with a country code of their own. */
const CODES: Readonly<Record<string, string>> = { 香港: 'HK', 澳门: 'MO', 台湾: 'TW' }

/** The country code of a province by its short name. */
export const codeOfProvince = (province: string): string => CODES[province] ?? 'CN'

/**
 * `广东省深圳市南山区` → 广东, 深圳. Names lose 省, 市, 自治区, 州, 盟 and 地区; 县 stays, because in Taiwan a city and the
 * county around it share their name. Municipalities are their own city; districts are left out; other text is left as it is.
 */
export function placeInChina(area: string): { province: string; city: string } {
  const province = PROVINCES.find((name) => area.startsWith(name))
  if (!province) return { province: area, city: '' }
  if (CITIES_OF_THEIR_OWN.has(province)) return { province, city: province }
  const rest = area
    .slice(province.length)
    .replace(/^(?:省|市|特别行政区|(?:维吾尔|壮族|回族)?自治区|区)/u, '')
  const city = /^(.+?)(?:市|州(?!市)|盟|地区|林区|(?<=(.+县)))/u.exec(rest)
  return { province, city: city?.[2] ?? city?.[1] ?? rest }
}

const OPERATORS: readonly [mark: RegExp, name: string][] = [
  [/^(?:中国)?电信/, '电信'],
  [/^(?:中国)?(?:联通|网通)/, '联通'],
  [/^(?:中国)?移动/, '移动'],
  [/^(?:中国)?铁通/, '铁通'],
  [/^(?:中国)?(?:广电|广播电视)/, '广电'],
  [/^教育网|^CERNET/, '教育网'],
  [/^(?:中国)?科技网/, '科技网'],
]

/** `中国电信公众宽带` → 电信; an operator that is none of the large ones keeps the name it is given. */
export const operatorOf = (name: string): string =>
  OPERATORS.find(([mark]) => mark.test(name))?.[1] ?? name.trim().slice(0, 64)
