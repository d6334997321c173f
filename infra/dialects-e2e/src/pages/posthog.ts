/** A page as its owner would write it, the same for every version of posthog-js. */

/** What all versions share. */
export interface PostHogLike {
  init(token: string, config: Record<string, unknown>): unknown
  capture(event: string, properties?: Record<string, unknown>): void
  identify(id: string, properties?: Record<string, unknown>): void
  alias(alias: string): unknown
  group(type: string, key: string, properties?: Record<string, unknown>): void
}

export function run(posthog: PostHogLike): void {
  const { host, key, user } = Object.fromEntries(new URLSearchParams(location.search))
  posthog.init(key ?? '', {
    api_host: host,
    // Newer versions stay silent in a browser that a program drives, as ours is here.
    opt_out_useragent_filter: true,
    loaded: () => {
      posthog.capture(`${user} Viewed`, { price: 9.5, city: '北京' })
      posthog.identify(user ?? '', { email: `${user}@example.com` })
      posthog.alias(`${user}-old`)
      posthog.group('company', 'c1', { name: 'One' })
      document.querySelector('#later')?.addEventListener('click', () => {
        posthog.capture(`${user} Bought`, { price: 19 })
      })
      document.body.dataset['ready'] = 'yes'
    },
  })
}
