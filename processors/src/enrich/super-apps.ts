/** Apps that show pages and mini-programs inside themselves: to their people, the app is the browser. */

export interface SuperApp {
  name: string
  /** Found in the user agent of that app alone. */
  mark: RegExp
  /** Where its version is, group 1; when absent, group 1 of the mark. */
  version?: RegExp
}

/** First match wins: an app that carries another's mark as well (WeCom has WeChat's) stands before it. */
const SUPER_APPS: readonly SuperApp[] = [
  { name: 'WeCom', mark: /wxwork\/([\d.]+)/i },
  { name: 'WeChat', mark: /MicroMessenger(?:\/([\d.]+))?/i },
  { name: 'DingTalk', mark: /DingTalk/i, version: /DingTalk[/(]([\d.]+)/i },
  { name: 'Feishu', mark: /\b(?:Lark|Feishu)\/([\d.]+)/ },
  { name: 'Alipay', mark: /AlipayClient|AliApp\(AP\//i, version: /(?:AlipayClient|AP)\/([\d.]+)/i },
  { name: 'Taobao', mark: /AliApp\(TB(?:-\w+)?\/([\d.]+)/i },
  { name: 'Tmall', mark: /AliApp\(TM(?:-\w+)?\/([\d.]+)/i },
  { name: 'Baidu', mark: /baiduboxapp|swan\/\d/i, version: /(?:^|[ -])baiduboxapp\/([\d.]+)/i },
  {
    name: 'Douyin',
    mark: /aweme|AwemeLite/i,
    version: /(?:aweme(?:_lite)?[_/](?=\d+\.)|app_version\/)([\d.]+)/i,
  },
  { name: 'TikTok', mark: /(?:musical_ly|trill)[_/]([\d.]+)/i },
  { name: 'Toutiao', mark: /NewsArticle|ToutiaoMicroApp/i, version: /NewsArticle\/([\d.]+)/i },
  {
    name: 'Kuaishou',
    mark: /\bKwai|ksNebula|AllowKsCallApp/i,
    version: /(?:Kwai|Kwai_Lite|ksNebula)\/([\d.]+)/i,
  },
  { name: 'JD', mark: /\bjd(?:lt)?app[;/]/i, version: /jd(?:lt)?app(?:;\w+;|\/)([\d.]+)/i },
  { name: 'Xiaohongshu', mark: /\bxhs|XiaoHongShu/i, version: /(?:discover|XiaoHongShu)\/([\d.]+)/i },
  { name: 'UnionPay', mark: /com\.unionpay\.|\(UnionPay\//i, version: /\(version ([\d.]+)\)/i },
  { name: 'Weibo', mark: /__weibo__([\d.]+)/i },
  { name: 'Meituan', mark: /\bMeituan(?:Group)?\/([\d.]+)/i },
  { name: 'Pinduoduo', mark: /\bphh_(?:android|ios)_version\/([\d.]+)/i },
  { name: 'QQ', mark: /(?:^|[ ;])QQ\/([\d.]+)/i },
  { name: 'Huawei Quick App', mark: /com\.huawei\.fastapp\/([\d.]+)/i },
  // What shows pages inside the apps of HarmonyOS; its browser says so as well.
  { name: 'ArkWeb', mark: /ArkWeb\/([\d.]+)(?!.*HuaweiBrowser)/ },
  { name: 'Quick App', mark: /\bhap\/[\d.]+\/\w+|quickapp/i, version: /\bhap\/([\d.]+)/i },
]

/** The super-app that sent a user agent, with its version or ''; `undefined` for an ordinary browser. */
export function superAppOf(userAgent: string): { name: string; version: string } | undefined {
  for (const { name, mark, version } of SUPER_APPS) {
    const found = mark.exec(userAgent)
    if (!found) continue
    return { name, version: (version ? version.exec(userAgent)?.[1] : found[1]) ?? '' }
  }
  return undefined
}
