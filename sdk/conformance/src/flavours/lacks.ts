/** Why a flavour cannot do what some scenarios need; printed with every skip. */
import type { Flavour } from '../device.ts'

export const APP_LACKS: Flavour['lacks'] = {
  tabs: 'an app and a mini-program run once: there is no second tab',
}

export const SERVER_LACKS: Flavour['lacks'] = {
  tabs: 'a server has no tabs; processes that share a folder are tested in sdk/node',
  person: 'a server speaks for many: each event says whose it is',
  session: 'a server has no visitor; sessions come with the events it is told',
  consent: 'whoever runs the server knows who has agreed, and tells only that',
  registered: 'a server has no visit in which something could be registered or timed',
  network: 'nobody tells a server that its network is back; the outage is played by the collector instead',
  background: 'a server has no front and no back',
}

const NOT_IN_CORE = 'the smallest build has not these verbs'

export const BROWSER_LACKS: Flavour['lacks'] = {
  background: 'a headless browser shows every page; hidden pages are tested in sdk/browser',
}

export const CORE_LACKS: Flavour['lacks'] = {
  ...BROWSER_LACKS,
  registered: NOT_IN_CORE,
  verbs: NOT_IN_CORE,
  trimming:
    'the smallest build refuses an event with a property that cannot be sent, counted, and trims only functions',
  consent: 'the smallest build refuses to start where consent is required',
}
