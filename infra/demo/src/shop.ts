/** The shop at work: one page whose address changes, a cart, and words for Firefly. */
import { added, checkoutStarted, customerKnown, orderCompleted, removed, viewed } from './analytics.ts'
import { type Cart, countOf, put, readCart } from './cart.ts'
import { productOf } from './products.ts'
import { readRoute } from './route.ts'
import { viewOf } from './views.ts'

const KEPT_AS = 'firefly-demo-cart'
const element = (id: string): HTMLElement => document.getElementById(id) ?? document.body

let cart: Cart = readCart(sessionStorage.getItem(KEPT_AS))

function keep(changed: Cart): void {
  cart = changed
  sessionStorage.setItem(KEPT_AS, JSON.stringify(cart))
  element('count').textContent = String(countOf(cart))
}

function show(pathname: string): void {
  const route = readRoute(pathname)
  const { title, html } = viewOf(route, cart)
  document.title = title
  element('page').innerHTML = html
  const product = route.page === 'product' ? productOf(route.id) : undefined
  if (product) viewed(product)
}

/** The title changes before the address does, so that the page view carries the right one. */
function go(pathname: string): void {
  document.title = viewOf(readRoute(pathname), cart).title
  history.pushState(null, '', pathname)
  show(pathname)
  scrollTo(0, 0)
  element('page').focus()
}

function say(text: string): void {
  element('toast').textContent = text
  setTimeout(() => {
    if (element('toast').textContent === text) element('toast').textContent = ''
  }, 2_500)
}

function add(id: string): void {
  const product = productOf(id)
  if (!product) return
  keep(put(cart, id, 1))
  added(product, 1)
  say(`${product.name} is in your cart.`)
}

function remove(id: string): void {
  const product = productOf(id)
  if (!product) return
  keep(put(cart, id, -1))
  removed(product)
  show(location.pathname)
}

function order(form: HTMLFormElement): void {
  const given = new FormData(form)
  const text = (name: string): string => {
    const value = given.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const member = text('member')
  if (member === '') return
  const number = `LL-${Date.now().toString(36).toUpperCase()}`
  orderCompleted(number, cart, text('delivery'))
  // Known only now: whoever looks around first and signs up last is still one person.
  customerKnown(`member-${member}`, { plan: 'demo' })
  keep({})
  go(`/demo/thanks/${number}`)
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('a, button') : null
  if (!(target instanceof HTMLElement)) return
  const { add: adding, remove: removing, checkout } = target.dataset
  if (adding) add(adding)
  if (removing) remove(removing)
  if (checkout !== undefined) {
    checkoutStarted(cart)
    go('/demo/checkout')
  }
  if (target instanceof HTMLAnchorElement && isOurs(target, event)) {
    event.preventDefault()
    go(target.pathname)
  }
})

document.addEventListener('submit', (event) => {
  event.preventDefault()
  if (event.target instanceof HTMLFormElement) order(event.target)
})

/** A link into the shop, followed plainly: not into a new tab. */
const isOurs = (link: HTMLAnchorElement, event: MouseEvent): boolean =>
  link.origin === location.origin &&
  link.pathname.startsWith('/demo/') &&
  link.target === '' &&
  !(event.metaKey || event.ctrlKey || event.shiftKey)

window.addEventListener('popstate', () => show(location.pathname))
keep(cart)
show(location.pathname)
