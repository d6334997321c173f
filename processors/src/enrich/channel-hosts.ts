/** Hosts whose visitors come from a search, a social network or a mailbox. Sub-domains are meant as well. */

/** Alternatives of hosts, each with its sub-domains; `TLD` stands for any country's ending. */
const hosts = (names: string): RegExp =>
  new RegExp(`(?:^|\\.)(?:${names.trim().split(/\s+/).map(pattern).join('|')})$`)
const pattern = (name: string): string => name.replaceAll('.', '\\.').replace('TLD', '(?:com?\\.)?[a-z]{2,3}')

export const SEARCH_HOSTS = hosts(`
  baidu.com sogou.com so.com haosou.com 360.cn sm.cn quark.cn toutiao.com youdao.com chinaso.com soso.com
  google.TLD bing.com yandex.TLD ya.ru yahoo.TLD duckduckgo.com ecosia.org startpage.com ask.com aol.com qwant.com
  naver.com daum.net seznam.cz search.brave.com petalsearch.com
  com.google.android.googlequicksearchbox`)

export const SOCIAL_HOSTS = hosts(`
  weixin.qq.com wx.qq.com weixin110.qq.com servicewechat.com qzone.qq.com im.qq.com weibo.com weibo.cn t.cn
  zhihu.com douyin.com iesdouyin.com xiaohongshu.com xhslink.com bilibili.com b23.tv kuaishou.com chenzhongtech.com
  douban.com tieba.baidu.com v2ex.com
  facebook.com fb.com instagram.com threads.net twitter.com x.com t.co linkedin.com lnkd.in reddit.com tiktok.com
  youtube.com pinterest.TLD tumblr.com vk.com ok.ru quora.com discord.com telegram.org t.me whatsapp.com line.me
  news.ycombinator.com stumbleupon.com plus.google.com plus.url.google.com mastodon.social bsky.app
  com.twitter.android com.facebook.katana`)

export const MAIL_HOSTS = hosts(`
  mail.TLD mail.google.com mail.yahoo.TLD mail.qq.com mail.163.com mail.126.com mail.ru outlook.live.com outlook.office.com
  outlook.office365.com com.google.android.gm proton.me`)
