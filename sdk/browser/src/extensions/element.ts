/** Names an element for people (its text) and for machines (a selector), and leaves out what is private. */

const CLICKABLE =
  'a,button,summary,label,input,select,textarea,option,[role=button],[role=link],[role=tab],[role=menuitem],[onclick]'
/** What a person types or chooses: its content is never read. */
const PRIVATE = 'input,select,textarea,option,[contenteditable=""],[contenteditable=true],[data-ff-mask]'
const LONGEST_TEXT = 100
const MOST_LEVELS = 5

/** The element a person means by clicking on `target`: the nearest that reacts, else the target itself. */
export const clickableOf = (target: Element): Element => target.closest(CLICKABLE) ?? target

export const isIgnored = (element: Element): boolean => element.closest('[data-ff-ignore]') !== null

/** The element's visible text in one line, without masked parts; empty for what is private. */
export function labelOf(element: Element): string {
  if (element.closest(PRIVATE)) return buttonLabel(element)
  const parts: string[] = []
  collect(element, parts)
  const text = parts.join(' ').replace(/\s+/g, ' ').trim()
  return (text || (element.getAttribute('aria-label') ?? '')).slice(0, LONGEST_TEXT)
}

/** `<input type=submit value=Buy>`: its value is what the page wrote on a button, not what a person typed. */
function buttonLabel(element: Element): string {
  const isButton = /^(submit|button|reset)$/.test(element.getAttribute('type') ?? '')
  if (element.tagName !== 'INPUT' || !isButton || element.closest('[data-ff-mask]')) return ''
  return (element.getAttribute('value') ?? '').slice(0, LONGEST_TEXT)
}

function collect(node: Node, parts: string[]): void {
  for (const child of node.childNodes) {
    if (parts.length >= LONGEST_TEXT) return
    if (child.nodeType === 3) parts.push(child.nodeValue ?? '')
    else if (child instanceof Element && !child.matches(`${PRIVATE},script,style,[data-ff-ignore]`))
      collect(child, parts)
  }
}

/** A short selector: up to the nearest id, five levels at most. */
export function selectorOf(element: Element): string {
  const levels: string[] = []
  for (let at: Element | null = element; at && levels.length < MOST_LEVELS; at = at.parentElement) {
    levels.unshift(levelOf(at))
    if (at.id) break
  }
  return levels.join(' > ')
}

function levelOf(element: Element): string {
  const tag = element.tagName.toLowerCase()
  if (element.id) return `${tag}#${element.id}`
  const classes = [...element.classList].slice(0, 2).map((name) => `.${name}`)
  const twins = [...(element.parentElement?.children ?? [])].filter(
    ({ tagName }) => tagName === element.tagName,
  )
  const place = twins.length > 1 ? `:nth-of-type(${twins.indexOf(element) + 1})` : ''
  return tag + classes.join('') + place
}
