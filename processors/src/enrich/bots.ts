/** Robots, by a kept-up list, except where it is wrong about people in super-apps. */
import { list } from 'isbot'
import { superAppOf } from './super-apps.ts'

/** What calls itself one is one, wherever it says so; `Cubot` makes phones. */
const NAMES: readonly string[] = ['(?<! cu)bots?\\b', 'spider', 'crawl', '\\bslurp\\b']
const named = new RegExp(NAMES.join('|'), 'i')
const listed = new RegExp(list.join('|'), 'i')

/**
 * Super-apps fill their user agents with `|`, `@` and host names, which the list takes for signs of a robot
 * (Alipay, Taobao, JD and UnionPay among them): there only a robot's own word counts.
 */
export function isBot(userAgent: string): boolean {
  if (userAgent === '') return false
  return named.test(userAgent) || (listed.test(userAgent) && superAppOf(userAgent) === undefined)
}
