/** Apps that show pages inside themselves: to their people, the app is the browser. First match wins. */

export interface SuperApp {
  name: string
  /** Its mark in the user agent; group 1 is the version. */
  mark: RegExp
}

export const SUPER_APPS: readonly SuperApp[] = [
  { name: 'WeCom', mark: /wxwork\/([\d.]+)/i },
  { name: 'WeChat', mark: /MicroMessenger\/([\d.]+)/i },
  { name: 'Alipay', mark: /AlipayClient\/([\d.]+)/i },
  { name: 'DingTalk', mark: /DingTalk(?:\(|\/)([\d.]+)/i },
  { name: 'Baidu', mark: /(?:swan|baiduboxapp)\/(?:baiduboxapp\/)?([\d.]+)/i },
  { name: 'Douyin', mark: /aweme(?:_lite)?[_/]?([\d.]+)?/i },
  { name: 'Toutiao', mark: /(?:NewsArticle|ToutiaoMicroApp)\/([\d.]+)/i },
  { name: 'Kuaishou', mark: /(?:Kwai|ksNebula)\/([\d.]+)/i },
  { name: 'JD', mark: /jdapp;(?:[^;]*;)?([\d.]+)?/i },
  { name: 'Xiaohongshu', mark: /(?:xhsminiapp|discover|xhsapp)\/([\d.]+)/i },
  { name: 'UnionPay', mark: /(?:UPWallet|com\.unionpay[^ ]*)\/([\d.]+)/i },
  { name: 'Taobao', mark: /AliApp\(TB\/([\d.]+)/i },
  { name: 'Weibo', mark: /Weibo[^_]*__weibo__([\d.]+)/i },
  { name: 'QQ', mark: /(?:^|[ ;])QQ\/([\d.]+)/i },
]
