/** What was clicked, in the words of our own `$click`, from the chain of elements that PostHog records. */
import { type Bag, bagOf, defined, textIn } from '../object.ts'

interface Element {
  tag?: string | undefined
  id?: string | undefined
  classes: readonly string[]
  href?: string | undefined
  text?: string | undefined
}

/** `$element`, `$selector`, `$text` and `$href` of the innermost element. */
export function clickOf(properties: Bag): Bag {
  const { $elements, $elements_chain: chain } = properties
  const element = Array.isArray($elements) ? listed(bagOf($elements[0])) : chained(textIn(chain) ?? '')
  const { tag, id, classes, href, text } = element
  const selector = tag && (id ? `${tag}#${id}` : [tag, ...classes.slice(0, 2)].join('.'))
  return defined({
    $element: tag,
    $selector: selector,
    $text: textIn(properties['$el_text']) ?? text,
    $href: href,
  })
}

function listed(element: Bag): Element {
  const { classes } = element
  return {
    tag: textIn(element['tag_name']),
    id: textIn(element['attr__id']),
    classes: Array.isArray(classes) ? classes.filter((one) => typeof one === 'string') : [],
    href: textIn(element['attr__href']),
    text: textIn(element['$el_text']),
  }
}

/** `a.one.two:text="…"href="…"attr_id="…";parent…`: only the first element is read. */
function chained(chain: string): Element {
  const [tag = '', ...classes] = (/^[^:;]*/.exec(chain)?.[0] ?? '').split('.')
  const first = /^[^:;]*:((?:[\w-]+="(?:[^"\\]|\\.)*")*)/.exec(chain)?.[1] ?? ''
  const attribute = (name: string): string | undefined =>
    new RegExp(`(?:^|")${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(first)?.[1]?.replaceAll('\\"', '"')
  return {
    tag: tag || undefined,
    id: attribute('attr_id') ?? attribute('attr__id'),
    classes,
    href: attribute('href'),
    text: attribute('text'),
  }
}
