import { Counter, Histogram, Registry } from 'prom-client'
import type { Tally } from '../../broadcasting/tally.ts'
import { BoundedLabel } from './bounded-label.ts'

const MS_PER_SECOND = 1_000
/** Refusals have some eighty codes, all of our own writing; whatever else comes is one line. */
const CODES_MAX = 200
const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

export interface AnsweredRequest {
  method: string
  /** As it was written down (`/api/v1/clusters/:clusterId`); undefined where there is none. */
  route: string | undefined
  status: number
  durationMs: number
}

/** What is counted as it happens. No label names a cluster, a person or a place: the number of series is bounded. */
export class ServerMetrics implements Tally {
  readonly registry = new Registry()
  readonly #codes = new BoundedLabel(CODES_MAX)
  readonly #requests = new Histogram({
    name: 'tieng_lang_http_request_seconds',
    help: 'How long HTTP requests took, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  })
  readonly #published = this.#counter(
    'mqtt_published_total',
    'Publications by how the broker took them: acknowledged or failed',
    ['outcome'],
  )
  readonly #received = this.#counter('mqtt_received_total', 'Messages that came from the broker')
  readonly #refusals = this.#counter('refusals_total', 'Bad input, by code', ['code'])
  readonly #commands = this.#counter('commands_total', 'Commands by what became of them', ['name', 'outcome'])
  readonly #commandAnswers = new Histogram({
    name: 'tieng_lang_command_acknowledged_seconds',
    help: 'From an order to the acknowledgement of a cluster',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers: [this.registry],
  })
  readonly #records = this.#counter('records_total', 'Playout records by how they were judged', ['judgement'])
  readonly #receipts = this.#counter('receipts_delivered_total', 'Receipts that were delivered to clusters')

  requestAnswered({ method, route = 'none', status, durationMs }: AnsweredRequest): void {
    const known = METHODS.includes(method) ? method : 'other'
    this.#requests.observe({ method: known, route, status: String(status) }, durationMs / MS_PER_SECOND)
  }

  published(outcome: 'acknowledged' | 'failed'): void {
    this.#published.inc({ outcome })
  }

  received(): void {
    this.#received.inc()
  }

  commandAnswered(...[name, { outcome, afterMs }]: Parameters<Tally['commandAnswered']>): void {
    this.#commands.inc({ name, outcome })
    if (outcome === 'acknowledged') this.#commandAnswers.observe(afterMs / MS_PER_SECOND)
  }

  recordJudged(kind: Parameters<Tally['recordJudged']>[0]): void {
    this.#records.inc({ judgement: kind ?? 'unknownCluster' })
  }

  receiptsDelivered(): void {
    this.#receipts.inc()
  }

  refused(code: string, times: number): void {
    this.#refusals.inc({ code: this.#codes.of(code) }, times)
  }

  #counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> {
    return new Counter({ name: `tieng_lang_${name}`, help, labelNames, registers: [this.registry] })
  }
}
