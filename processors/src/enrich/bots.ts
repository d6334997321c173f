/** Robots, by a kept-up list, without the two that it gets wrong: Alipay and Taobao on Android. */
import { list } from 'isbot'

/** User agents of people that the list as it comes takes for robots. */
const PEOPLE = [
  'Mozilla/5.0 (Linux; U; Android 14; zh-CN; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0.5414.118 MYWeb/0.11.0.240407200246 UWS/3.22.2.9999 UCBS/3.22.2.9999_220000000000 Mobile Safari/537.36 NebulaSDK/1.8.100112 Nebula AlipayDefined(nt:WIFI,ws:392|0|2.75) AliApp(AP/10.5.96.8000) AlipayClient/10.5.96.8000 Language/zh-Hans',
  'Mozilla/5.0 (Linux; U; Android 13; zh-CN; 22081212C) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 UWS/5.10.2.4 Mobile Safari/537.36 AliApp(TB/10.34.10) UCBS/2.11.1.1 TTID/703304@taobao_android_10.34.10 WindVane/8.5.0 1080X2400',
  'Mozilla/5.0 (Linux; Android 14; PGT-AN10 Build/HONORPGT-AN10; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240501 MicroMessenger/8.0.50.2701(0x28003253) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64 MiniProgramEnv/android',
]

const patterns = list.filter((pattern) => !PEOPLE.some((person) => new RegExp(pattern, 'i').test(person)))
/** What names itself one anywhere is one, even where the list asks for more. */
const NAMES = ['\\bslurp\\b', 'spider', 'crawler']
const robot = new RegExp([...patterns, ...NAMES].join('|'), 'i')

/** An empty user agent is no proof of anything. */
export const isBot = (userAgent: string): boolean => userAgent !== '' && robot.test(userAgent)
