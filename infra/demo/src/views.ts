/** The pages of the shop as HTML. Everything in them is ours: nothing a visitor types is ever put in. */
import { type Cart, countOf, linesOf, totalOf } from './cart.ts'
import { drawing } from './drawing.ts'
import { CURRENCY, type Product, PRODUCTS, productOf } from './products.ts'
import type { Route } from './route.ts'

export interface View {
  title: string
  html: string
}

const money = new Intl.NumberFormat('en', { style: 'currency', currency: CURRENCY })
const shop = 'Late Light'

export function viewOf(route: Route, cart: Cart): View {
  if (route.page === 'product') return product(productOf(route.id))
  if (route.page === 'cart') return { title: `Cart — ${shop}`, html: basket(cart) }
  if (route.page === 'checkout')
    return { title: `Checkout — ${shop}`, html: countOf(cart) > 0 ? checkout(cart) : basket(cart) }
  if (route.page === 'thanks') return { title: `Thank you — ${shop}`, html: thanks }
  return front
}

const front: View = {
  title: `${shop} — lamps for long evenings`,
  html: `<h1>Lamps for long evenings</h1>
<p class="lead">Six of them, made slowly, in a shop that does not exist.</p>
<ul class="grid">${PRODUCTS.map(card).join('')}</ul>`,
}

function card(one: Product): string {
  return `<li class="card">
  <a href="/demo/lamps/${one.id}">${drawing(one)}<strong>${one.name}</strong><span>${one.category}</span></a>
  <div><b>${money.format(one.price)}</b><button data-add="${one.id}" aria-label="Add ${one.name} to cart">Add to cart</button></div>
</li>`
}

function product(one: Product | undefined): View {
  if (!one) return front
  const html = `<article class="product">${drawing(one)}<div>
  <p class="kind">${one.category}</p><h1>${one.name}</h1><p class="lead">${one.about}</p>
  <p class="price">${money.format(one.price)}</p>
  <button data-add="${one.id}">Add to cart</button> <a class="button quiet" href="/demo/cart">Go to cart</a>
</div></article>`
  return { title: `${one.name} — ${shop}`, html }
}

function basket(cart: Cart): string {
  const lines = linesOf(cart)
  if (lines.length === 0)
    return '<h1>Your cart is empty</h1><p class="lead">It is getting dark.</p><a class="button" href="/demo/">Look at lamps</a>'
  const rows = lines.map(
    ({ product: one, quantity }) => `<li>${drawing(one)}
  <div><strong>${one.name}</strong><span>${quantity} × ${money.format(one.price)}</span></div>
  <button class="quiet" data-remove="${one.id}" aria-label="Remove one ${one.name}">Remove</button></li>`,
  )
  return `<h1>Your cart</h1><ul class="lines">${rows.join('')}</ul>
<p class="price">Total ${money.format(totalOf(cart))}</p><button data-checkout>Check out</button>`
}

const checkout = (cart: Cart): string => `<h1>Check out</h1>
<p class="lead">${countOf(cart)} ${countOf(cart) === 1 ? 'lamp' : 'lamps'}, ${money.format(totalOf(cart))}. Nothing will be charged.</p>
<form id="order">
  <label>Member number <input name="member" required maxlength="40" autocomplete="off" placeholder="anything, 1024 say"></label>
  <fieldset><legend>Delivery</legend>
    <label><input type="radio" name="delivery" value="standard" checked> Standard, in three days</label>
    <label><input type="radio" name="delivery" value="tonight"> Tonight, by bicycle</label>
  </fieldset>
  <button>Place the order</button>
</form>`

const thanks = `<h1>Thank you</h1>
<p class="lead">Your order will never arrive, but its event already has.</p>
<p><a class="button" href="/console/#/funnel" target="_blank" rel="noopener">See the funnel</a>
<a class="button quiet" href="/demo/">Once more</a></p>`
