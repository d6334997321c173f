/** In what the seven hosts differ, as far as the flavour meets it. */

export interface HostQuirks {
  /** The global that its API is under. */
  global: 'wx' | 'my' | 'swan' | 'tt' | 'qq' | 'ks' | 'jd'
  /** Most characters of one value in the storage. */
  mostOfValue: number
  /** Names of the answer's headers: as the server wrote them, or as the system's network library does. */
  headers: 'as sent' | 'capitalised'
  /** Has unguessable bytes, after a while. */
  hasRandom?: true
  /** Tells of device, app and window apart. */
  tellsApart?: true
}

const MEGABYTE = 1024 * 1024

export const HOSTS = {
  wechat: { global: 'wx', mostOfValue: MEGABYTE, headers: 'as sent', hasRandom: true, tellsApart: true },
  alipay: { global: 'my', mostOfValue: 200 * 1024, headers: 'as sent' },
  baidu: { global: 'swan', mostOfValue: MEGABYTE, headers: 'capitalised' },
  douyin: { global: 'tt', mostOfValue: MEGABYTE, headers: 'capitalised' },
  qq: { global: 'qq', mostOfValue: MEGABYTE, headers: 'as sent', tellsApart: true },
  kuaishou: { global: 'ks', mostOfValue: MEGABYTE, headers: 'as sent' },
  jd: { global: 'jd', mostOfValue: MEGABYTE, headers: 'capitalised' },
} as const satisfies Record<string, HostQuirks>
