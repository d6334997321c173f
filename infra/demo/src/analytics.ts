/** What the shop tells Firefly by itself; page views and clicks are captured without a word from us. */
import { type Cart, linesOf, totalOf } from './cart.ts'
import { CURRENCY, type Product } from './products.ts'

type Properties = Record<string, unknown>
type Call = [verb: 'track' | 'identify', ...args: unknown[]]

interface Firefly {
  track?: (event: string, properties?: Properties) => void
  identify?: (userId: string, traits?: Properties) => void
  /** Calls made before the script has loaded; it takes them from here. */
  q?: Call[]
}

const scope = globalThis as typeof globalThis & { firefly?: Firefly }

function call(...[verb, ...args]: Call): void {
  const firefly = (scope.firefly ??= {})
  const run = firefly[verb] as ((...given: unknown[]) => void) | undefined
  if (run) run(...args)
  else (firefly.q ??= []).push([verb, ...args])
}

export const viewed = (product: Product): void => call('track', 'Product Viewed', propertiesOf(product))

export const added = (product: Product, quantity: number): void =>
  call('track', 'Product Added', { ...propertiesOf(product), quantity })

export const removed = (product: Product): void => call('track', 'Product Removed', propertiesOf(product))

export const checkoutStarted = (cart: Cart): void => call('track', 'Checkout Started', orderOf(cart))

export const orderCompleted = (orderId: string, cart: Cart, delivery: string): void =>
  call('track', 'Order Completed', { orderId, ...orderOf(cart), delivery })

/** From here on this device's events, those before included, are this customer's. */
export const customerKnown = (customer: string, traits: Properties): void =>
  call('identify', customer, traits)

const propertiesOf = ({ id, name, category, price }: Product): Properties => ({
  productId: id,
  name,
  category,
  price,
  currency: CURRENCY,
})

const orderOf = (cart: Cart): Properties => ({
  total: totalOf(cart),
  currency: CURRENCY,
  items: linesOf(cart).reduce((sum, { quantity }) => sum + quantity, 0),
  products: linesOf(cart).map(({ product }) => product.id),
})
