/** User agents: super-apps are what people use, robots are flagged, people never are. */
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { realRequests } from './real-requests.ts'
import { createUserAgentReader } from './user-agent.ts'

const read = createUserAgentReader({ cacheSize: 1_000 })
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const ANDROID = `Mozilla/5.0 (Linux; Android 14; V2309A; wv) ${WEBKIT} Version/4.0 Chrome/126.0 Mobile Safari/537.36`
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36`

describe('the app that shows the page', () => {
  const cases: [name: string, userAgent: string, version: string][] = [
    ['WeChat', `${ANDROID} XWEB/1260117 MicroMessenger/8.0.50.2701(0x28003253) WeChat/arm64`, '8.0.50.2701'],
    ['WeChat', `${ANDROID} MicroMessenger/8.0.50.2701 ABI/arm64 MiniProgramEnv/android`, '8.0.50.2701'],
    ['WeChat', `${WINDOWS} MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13)`, '7.0.20.1781'],
    ['WeCom', `${IPHONE} MicroMessenger/7.0.1 wxwork/4.1.22`, '4.1.22'],
    [
      'Alipay',
      `${ANDROID} AliApp(AP/10.5.96.8000) AlipayClient/10.5.96.8000 Language/zh-Hans`,
      '10.5.96.8000',
    ],
    ['Taobao', `${ANDROID} AliApp(TB/10.34.10) UCBS/2.11 TTID/703304@taobao_android_10.34.10`, '10.34.10'],
    ['Tmall', `${IPHONE} AliApp(TM/15.2.0) WindVane/8.7.2 1170x2532`, '15.2.0'],
    [
      'Baidu',
      `${ANDROID} T7/11.11 swan/2.8.0 swan-baiduboxapp/11.11.0.12 baiduboxapp/11.11.0.12`,
      '11.11.0.12',
    ],
    ['Baidu', `${IPHONE} swan/2.0.0 swan-baiduboxapp/10.12.0.0`, '10.12.0.0'],
    ['Douyin', `${ANDROID} aweme_26.5.0 JsSdk/1.0 AppName/aweme app_version/26.5.0`, '26.5.0'],
    ['Douyin', `${ANDROID} aweme_230400 JsSdk/1.0 AppName/aweme app_version/23.4.0`, '23.4.0'],
    ['JD', `${ANDROID} JDMiniProgram/1.0 jdapp/12.1.2`, '12.1.2'],
    ['DingTalk', `${WINDOWS} dingtalk-win/1.0.0 nw(0.14.7) DingTalk(7.5.10-Release.230821)`, '7.5.10'],
    ['Feishu', `${WINDOWS} Lark/6.7.10 LarkLocale/zh_CN`, '6.7.10'],
    [
      'ArkWeb',
      `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${WEBKIT} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile`,
      '4.1.6.1',
    ],
    [
      'Huawei Browser',
      `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${WEBKIT} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300`,
      '5.0.4.300',
    ],
    [
      'WeChat',
      `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${WEBKIT} Chrome/114.0.0.0 ArkWeb/4.1.6.1 Mobile MicroMessenger/1.0.0 HarmonyOS`,
      '1.0.0',
    ],
    ['Douyin', `${IPHONE} aweme ToutiaoMicroApp/3.18.0 PluginVersion/260509`, ''],
    ['Toutiao', `${ANDROID} ToutiaoMicroApp/3.18.0 NewsArticle/9.8.0`, '9.8.0'],
    ['Kuaishou', `${ANDROID} Kwai/11.6.30.33000 NetType/WIFI`, '11.6.30.33000'],
    ['DingTalk', `${IPHONE} AliApp(DingTalk/7.5.5) com.laiwang.DingTalk/7.5.5`, '7.5.5'],
    ['JD', `jdapp;iPhone;12.4.2;;;${IPHONE}`, '12.4.2'],
    ['JD', `jdapp;android;8.5.12;9;network/wifi;pap/JA2015_311210|8.5.12|ANDROID 9;${ANDROID}`, '8.5.12'],
    [
      'QQ',
      `${ANDROID} MQQBrowser/6.2 TBS/045130 V1_AND_SQ_8.9.50 QQ/8.9.50.10225 NetType/WIFI`,
      '8.9.50.10225',
    ],
    ['Xiaohongshu', `${ANDROID} xhsminiweb; Build/6080103 discover/6.8.0.3 NetType/WiFi`, '6.8.0.3'],
    ['Weibo', `${ANDROID} Weibo (vivo-V2309A__weibo__13.5.0__android__android14)`, '13.5.0'],
    [
      'UnionPay',
      `${IPHONE} /sa-sdk-ios/analytics.95516.com?production (com.unionpay.chsp) (updebug 0) (version 929) (UnionPay/1.0 CloudPay)`,
      '929',
    ],
    [
      'Huawei Quick App',
      `${ANDROID} hap/1068/huawei com.huawei.fastapp/2.2.2.303 com.a.b/8.5.1`,
      '2.2.2.303',
    ],
    ['Quick App', `${ANDROID} hap/1.10/xiaomi com.miui.hybrid/1.10.0.5`, '1.10'],
  ]
  for (const [name, userAgent, version] of cases)
    test(`${name}, and a person: …${userAgent.slice(-40)}`, () =>
      expect(read(userAgent)).toMatchObject({ browser: name, browser_version: version, is_bot: 0 }))
})

describe('robots', () => {
  const robots = [
    'Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)',
    `${ANDROID} (compatible; Bytespider; spider-feedback@bytedance.com)`,
    `${ANDROID} MicroMessenger/8.0.50 (compatible; SomeBot/1.0)`,
    `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/126.0.0.0 Safari/537.36`,
    'python-requests/2.31.0',
    'curl/8.5.0',
  ]
  for (const userAgent of robots)
    test(userAgent, () => expect(read(userAgent)).toMatchObject({ is_bot: 1, device_type: 'bot' }))

  test('a phone of the maker Cubot is none', () => {
    const userAgent = `Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) ${WEBKIT} Chrome/126.0 Mobile Safari/537.36`
    expect(read(userAgent)).toMatchObject({ is_bot: 0, device_type: 'mobile' })
  })
})

test('a model of Huawei is whole, whatever follows it', () => {
  const userAgent = `Mozilla/5.0 (Linux; Android 12; ELZ-AN00 Build/HUAWEIELZ; wv) ${WEBKIT} Chrome/89.0 Mobile Safari/537.36`
  expect(read(userAgent)).toMatchObject({ brand: 'Huawei', model: 'ELZ-AN00' })
})

describe('system and device', () => {
  const harmony = (type: string): string =>
    `Mozilla/5.0 (${type}; OpenHarmony 5.0) ${WEBKIT} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1`
  const cases: [userAgent: string, os: string, version: string, type: string][] = [
    [IPHONE, 'iOS', '17.5', 'mobile'],
    [
      'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5',
      'iOS',
      '17.5',
      'tablet',
    ],
    [ANDROID, 'Android', '14', 'mobile'],
    [harmony('Phone'), 'HarmonyOS', '5.0', 'mobile'],
    [harmony('Tablet'), 'HarmonyOS', '5.0', 'tablet'],
    [harmony('2in1'), 'HarmonyOS', '5.0', 'desktop'],
    [
      `Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.13.0.302) ${WEBKIT} Chrome/114.0 HuaweiBrowser/14.0.5.303 Mobile Safari/537.36`,
      'HarmonyOS',
      '',
      'mobile',
    ],
    [WINDOWS, 'Windows', '10', 'desktop'],
    [
      `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/126.0.0.0`,
      'Chromium OS',
      '14541.0.0',
      'desktop',
    ],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/114.0.0.0 Safari/537.36 UOS`, 'UOS', '', 'desktop'],
    ['Mozilla/5.0 (X11; Linux i686; rv:128.0) Gecko/20100101 Firefox/128.0', 'Linux', '', 'desktop'],
    [`Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) ${WEBKIT} TV Safari/537.36`, 'Tizen', '6.0', 'tv'],
    ['Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15', 'PlayStation', '5', 'console'],
    [`Mozilla/5.0 (Linux; Android 12; Quest 3) ${WEBKIT} OculusBrowser/33.0 VR`, 'Android', '12', 'wearable'],
    ['shop/2.1 CFNetwork/1494.0.7 Darwin/23.4.0', 'iOS', '', 'mobile'],
    ['Safari/9537.73.11 CFNetwork/673.0.3 Darwin/13.0.0 (x86_64) (MacBookPro8)', 'Mac OS', '', 'desktop'],
  ]
  for (const [userAgent, os, os_version, device_type] of cases)
    test(`${os} ${os_version} on ${device_type}: …${userAgent.slice(0, 60)}`, () =>
      expect(read(userAgent)).toMatchObject({ os, os_version, device_type }))
})

describe('hints beside a frozen user agent', () => {
  const frozen = `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36`

  test('a frozen user agent alone names no model', () => expect(read(frozen).model).toBe(''))

  test('they give the model, the version of the system and of the browser', () => {
    const fullVersionList = [
      { brand: 'Not/A)Brand', version: '8.0.0.0' },
      { brand: 'Google Chrome', version: '126.0.6478.122' },
    ]
    const hints = {
      platform: 'Android',
      platformVersion: '14.0.0',
      model: 'Pixel 8',
      mobile: true,
      fullVersionList,
    }
    expect(read(frozen, hints)).toMatchObject({
      os: 'Android',
      os_version: '14.0.0',
      model: 'Pixel 8',
      device_type: 'mobile',
      browser: 'Chrome',
      browser_version: '126.0.6478.122',
    })
  })

  test('they tell Windows 11 from Windows 10', () => {
    const windows = (platformVersion: string): string =>
      read(WINDOWS, { platform: 'Windows', platformVersion }).os_version
    expect([windows('15.0.0'), windows('10.0.0'), windows(''), windows('0.3')]).toEqual([
      '11',
      '10',
      '10',
      '10',
    ])
  })

  test('they tell a tablet that asks for the desktop’s page', () => {
    const linux = `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36`
    expect(read(linux, { platform: 'Android', mobile: false })).toMatchObject({
      os: 'Android',
      device_type: 'tablet',
    })
  })

  test('whatever a client sends as hints, reading goes on', () => {
    fc.assert(
      fc.property(fc.object(), fc.anything(), (hints, list) => {
        expect(read(WINDOWS, { ...hints, fullVersionList: list as never })).toMatchObject({
          browser: 'Chrome',
        })
      }),
    )
  })
})

test('an empty or nonsensical user agent is unknown, not an error', () => {
  const nothing = { browser: '', os: '', brand: '', model: '' }
  for (const userAgent of ['', '()', '%', 'x'.repeat(100_000)]) expect(read(userAgent)).toMatchObject(nothing)
  expect(read('').is_bot).toBe(0)
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text)))
})

interface Known {
  attribution: string
  cases: { userAgent: string; agent: object }[]
}

test('real user agents are read as they were when somebody last looked at the answers', () => {
  const known = JSON.parse(
    readFileSync(new URL('fixtures/user-agents.json', import.meta.url), 'utf8'),
  ) as Known
  expect(known.cases.length).toBeGreaterThan(20)
  for (const { userAgent, agent } of known.cases)
    expect({ userAgent, agent: read(userAgent) }).toEqual({ userAgent, agent })
})

const real = realRequests()

describe.skipIf(!real)('among ten thousand real requests', () => {
  const agents = (real?.requests ?? []).map(({ userAgent }) => userAgent)
  /** Those that a reader without any list would take for people’s browsers. */
  const people = agents.filter(
    (agent) =>
      /^Mozilla\/5\.0 \((?:Windows|Macintosh|X11|iPhone|iPad)[^)]*\) (?:AppleWebKit|Gecko)\S* .*(?:Safari|Firefox)\/[\d.]+$/.test(
        agent,
      ) && !/bot|crawl|spider|slurp|preview|feed/i.test(agent),
  )

  test('all are there', () => {
    expect(agents).toHaveLength(real?.expected.requests ?? 0)
    expect(new Set(agents).size).toBe(real?.expected.distinct_user_agents)
  })

  test('every one that names itself a robot or a feed reader is flagged', () => {
    const robots = agents.filter((agent) => /bot|crawl|spider|slurp|feed/i.test(agent))
    expect(robots).toHaveLength(real?.expected.requests_with_bot_word_in_user_agent.count ?? 0)
    expect(new Set(robots.filter((agent) => read(agent).is_bot === 0))).toEqual(new Set())
  })

  test('no browser of a person is flagged', () => {
    expect(people.length).toBeGreaterThan(3_000)
    expect(new Set(people.filter((agent) => read(agent).is_bot === 1))).toEqual(new Set())
  })

  test('system, device and the two commonest browsers are what the text says', () => {
    const WINDOWS_NAMES: Record<string, string> = {
      '5.1': 'XP',
      '6.0': 'Vista',
      '6.1': '7',
      '6.2': '8',
      '6.3': '8.1',
    }
    for (const userAgent of new Set(people)) {
      const agent = read(userAgent)
      const windows = /Windows NT ([\d.]+)/.exec(userAgent)?.[1]
      const mac = /Macintosh.* Mac OS X (\d+[._]\d+(?:[._]\d+)?)/.exec(userAgent)?.[1]?.replaceAll('_', '.')
      if (windows && WINDOWS_NAMES[windows])
        expect({ userAgent, ...agent }).toMatchObject({ os: 'Windows', os_version: WINDOWS_NAMES[windows] })
      if (mac) expect({ userAgent, ...agent }).toMatchObject({ os: 'Mac OS', os_version: mac })
      const device = /iPad/.test(userAgent) ? 'tablet' : /iPhone/.test(userAgent) ? 'mobile' : 'desktop'
      if (device !== 'desktop' || windows || mac || /Linux/.test(userAgent))
        expect({ userAgent, ...agent }).toMatchObject({ device_type: device })
      const [, browser, version] =
        /Gecko\/\d+ (Firefox)\/([\d.]+)$/.exec(userAgent) ??
        /like Gecko\) (Chrome)\/([\d.]+) Safari\/[\d.]+$/.exec(userAgent) ??
        []
      if (browser) expect({ userAgent, ...agent }).toMatchObject({ browser, browser_version: version })
    }
  })
})
