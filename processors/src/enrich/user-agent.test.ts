/** User agents: super-apps are what people use, robots are flagged, people never are. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createUserAgentReader, readUserAgent } from './user-agent.ts'

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; V2309A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'

describe('the app that shows the page', () => {
  const cases: [string, string, string][] = [
    ['WeChat', `${ANDROID} MicroMessenger/8.0.50.2701(0x28003253) WeChat/arm64`, '8.0.50.2701'],
    ['WeCom', `${IPHONE} MicroMessenger/7.0.1 wxwork/4.1.22`, '4.1.22'],
    [
      'Alipay',
      `${ANDROID} UCBS/3.22 AliApp(AP/10.5.96.8000) AlipayClient/10.5.96.8000 Language/zh-Hans`,
      '10.5.96.8000',
    ],
    ['Taobao', `${ANDROID} AliApp(TB/10.34.10) UCBS/2.11 TTID/703304@taobao`, '10.34.10'],
    ['Baidu', `${ANDROID} swan/2.50.0 swan-baiduboxapp`, '2.50.0'],
    ['Douyin', `${ANDROID} aweme_260500 JsSdk/1.0`, '260500'],
    ['Kuaishou', `${ANDROID} Kwai/11.6.30.33000`, '11.6.30.33000'],
    ['DingTalk', `${IPHONE} AliApp(DingTalk/7.5.5) com.laiwang.DingTalk/7.5.5`, '7.5.5'],
    ['JD', `jdapp;iPhone;12.4.2;;;${IPHONE}`, '12.4.2'],
  ]
  for (const [name, userAgent, version] of cases)
    test(name, () =>
      expect(readUserAgent(userAgent)).toMatchObject({ browser: name, browser_version: version, is_bot: 0 }),
    )
})

test('systems and devices are told apart', () => {
  expect(readUserAgent(IPHONE)).toMatchObject({
    os: 'iOS',
    os_version: '17.5',
    device_type: 'mobile',
    brand: 'Apple',
    model: 'iPhone',
  })
  expect(
    readUserAgent('Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114 Mobile ArkWeb/4.1'),
  ).toMatchObject({ os: 'HarmonyOS', os_version: '5.0' })
  expect(
    readUserAgent(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36',
    ),
  ).toMatchObject({ browser: 'Chrome', os: 'Windows', device_type: 'desktop' })
})

test('an empty or nonsensical user agent is unknown, not an error', () => {
  const nothing = { browser: '', os: '', brand: '', model: '' }
  const read = createUserAgentReader(2)
  expect(read('').is_bot).toBe(0)
  for (const userAgent of ['', '()', '%', 'x'.repeat(10_000)]) expect(read(userAgent)).toMatchObject(nothing)
})

const LOG = fileURLToPath(
  new URL('../../../../shared/data/weblog-semicomplete/requests.csv.gz', import.meta.url),
)
const missing = !existsSync(LOG)
if (missing) console.warn(`NOT RUN: real user agents — there is no web log at ${LOG}`)

/** Elastic's example of an Apache log, Apache-2.0; read beside the project, not part of it. */
test.skipIf(missing)(
  'among ten thousand real requests, what names itself a robot is flagged, and browsers are not',
  () => {
    const lines = gunzipSync(readFileSync(LOG)).toString('utf8').trim().split('\n').slice(1)
    const agents = lines.map(
      (line) => /,("(?:[^"]|"")*"|[^,]*)$/.exec(line)?.[1]?.replace(/^"|"$/g, '').replaceAll('""', '"') ?? '',
    )
    const named = agents.filter((agent) => /bot|crawl|spider|slurp/i.test(agent))
    expect(named.length).toBeGreaterThan(1_000)
    expect(named.filter((agent) => readUserAgent(agent).is_bot === 0)).toEqual([])
    const browsers = agents.filter(
      (agent) =>
        /^Mozilla\/5\.0 \((Windows|Macintosh|X11|iPhone|iPad)[^)]*\) (AppleWebKit|Gecko)\S* .*(Safari|Firefox)\/[\d.]+$/.test(
          agent,
        ) && !/bot|crawl|spider|slurp|preview|Feed/i.test(agent),
    )
    expect(browsers.length).toBeGreaterThan(3_000)
    expect(new Set(browsers.filter((agent) => readUserAgent(agent).is_bot === 1))).toEqual(new Set())
  },
)
