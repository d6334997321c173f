/** Logs and metrics behind one small door, so that no other file knows which libraries are used. */
import { type Logger, pino } from 'pino'
import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client'

export type { Logger } from 'pino'

type Labels = Record<string, string | number>
export interface Telemetry {
  log: Logger
  /** Adds to a counter; the first call of a name fixes its labels. */
  count(name: string, help: string, labels?: Labels, by?: number): void
  /** Records a duration or a size in a histogram. */
  observe(name: string, help: string, value: number, labels?: Labels): void
  /** The same for what is counted often: the series is looked up once. */
  counter(name: string, help: string, labels: Labels): (by: number) => void
  histogram(name: string, help: string, labels: Labels): (value: number) => void
  /** A value that is read when it is asked for; of several processes their sum, unless each sees the same. */
  gauge(name: string, help: string, read: () => number | Promise<number>, among?: 'sum' | 'max'): void
  /** The Prometheus text and its content type. */
  exposition(): Promise<Exposition>
  /** The same as values, to be added up with those of other processes. */
  report(): Promise<MetricsReport>
}

export interface Exposition {
  contentType: string
  body: string
}

/** What one process measured; plain values, which can be sent to another. */
export type MetricsReport = MetricObjectWithValues<MetricValue<string>>[]

/** What several processes measured, as if they were one. */
export const summedUp = (reports: readonly MetricsReport[]): Promise<Exposition> =>
  expositionOf(AggregatorRegistry.aggregate([...reports]))

const expositionOf = async (registry: Registry): Promise<Exposition> => ({
  contentType: registry.contentType,
  body: await registry.metrics(),
})

/** So many projects are named in labels, the first that come; the rest share one name, for each series costs memory here and there. */
const MOST_PROJECTS = 200
const THE_REST = 'other'

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export interface TelemetryOptions {
  level: string
  /** Names the process in each log line. */
  service: string
}

export function createTelemetry({ level, service }: TelemetryOptions): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counters = new Map<string, Counter>()
  const histograms = new Map<string, Histogram>()
  const bounded = boundProjects()
  const tallies = createTallies()
  const counterOf = (name: string, help: string, labels: Labels): Counter =>
    remembered(counters, name, () => {
      return new Counter({ name, help, labelNames: Object.keys(labels), registers: [registry] })
    })
  const histogramOf = (name: string, help: string, labels: Labels): Histogram =>
    remembered(histograms, name, () => {
      const given = { name, help, labelNames: Object.keys(labels), buckets: SECONDS }
      return new Histogram({ ...given, registers: [registry] })
    })
  return {
    log: pino({ level, base: { service } }, pino.destination({ dest: 2, sync: true })),
    count: (name, help, labels = {}, by = 1) => counterOf(name, help, labels).inc(bounded(labels), by),
    observe: (name, help, value, labels = {}) =>
      histogramOf(name, help, labels).observe(bounded(labels), value),
    counter(name, help, labels) {
      const known = bounded(labels)
      const series = counterOf(name, help, labels).labels(known)
      return tallies.of(`${name}\n${Object.values(known).join('\n')}`, (sum) => series.inc(sum))
    },
    histogram(name, help, labels) {
      const series = histogramOf(name, help, labels).labels(bounded(labels))
      return (value) => series.observe(value)
    },
    gauge(name, help, read, among = 'sum') {
      const collect = async function (this: Gauge): Promise<void> {
        this.set(await read())
      }
      registry.registerMetric(new Gauge({ name, help, registers: [], collect, aggregator: among }))
    },
    exposition() {
      tallies.tell()
      return expositionOf(registry)
    },
    report() {
      tallies.tell()
      return registry.getMetricsAsJSON()
    },
  }
}

interface Tallies {
  /** Adds to the tally of that name; there is one, however often it is asked for. */
  of(name: string, add: (sum: number) => void): (by: number) => void
  /** Adds all tallies to their series. */
  tell(): void
}

/** Sums that are told when somebody asks: the library looks its series up anew with every number it is given. */
function createTallies(): Tallies {
  const known = new Map<string, { sum: number; add: (sum: number) => void }>()
  return {
    of(name, add) {
      const tally = remembered(known, name, () => ({ sum: 0, add }))
      return (by) => void (tally.sum += by)
    },
    tell() {
      for (const tally of known.values()) {
        tally.add(tally.sum)
        tally.sum = 0
      }
    },
  }
}

function remembered<Kind>(known: Map<string, Kind>, name: string, make: () => Kind): Kind {
  const found = known.get(name) ?? make()
  known.set(name, found)
  return found
}

function boundProjects(): (labels: Labels) => Labels {
  const named = new Set<string | number>()
  return (labels) => {
    const { project } = labels
    if (project === undefined || named.has(project)) return labels
    if (named.size >= MOST_PROJECTS) return { ...labels, project: THE_REST }
    named.add(project)
    return labels
  }
}
