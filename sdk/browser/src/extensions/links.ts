/** `$download` and `$outbound_link`: clicks on links that lead to a file or to another site. */
import type { Extension } from '@firefly/core/extension'
import { listen } from '../lifecycle.ts'
import { describe, isIgnored, targetOf } from './element.ts'

const FILES =
  /\.(7z|apk|avi|csv|dmg|docx?|epub|exe|gz|hap|ipa|iso|jar|mov|mp[34]|msi|pkg|pdf|pptx?|rar|rtf|tar|tgz|txt|wav|xlsx?|zip)$/i

type Link = Pick<HTMLAnchorElement, 'protocol' | 'hostname' | 'pathname'> & { isDownload: boolean }

/** What a link is to a page on `hostname`; undefined for the site's own pages and for mail, telephone, scripts. */
export function kindOf(link: Link, hostname: string): '$download' | '$outbound_link' | undefined {
  if (!/^(https?|blob):$/.test(link.protocol)) return undefined
  if (link.isDownload || FILES.test(link.pathname)) return '$download'
  return link.hostname !== hostname && link.protocol !== 'blob:' ? '$outbound_link' : undefined
}

const MIDDLE = 1

export const links = (): Extension => ({
  name: 'links',
  setup(host) {
    const look = host.guard((event: Event) => {
      // A right click only asks what could be done.
      if ((event as MouseEvent).button > MIDDLE) return
      const link = targetOf(event)?.closest<HTMLAnchorElement>('a[href]')
      if (!link || isIgnored(link)) return
      const { protocol, hostname, pathname, href } = link
      const isDownload = link.hasAttribute('download')
      const kind = kindOf({ protocol, hostname, pathname, isDownload }, location.hostname)
      if (kind) host.track(kind, { ...describe(link), $href: href })
    })
    // A middle click opens a link as well, and is no `click`.
    return listen(document, 'click auxclick', look)
  },
})
