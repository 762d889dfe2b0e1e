import { CodedError, MINUTE_MS, type RelaySource, SECOND_MS } from '@tieng-lang/protocol'
import { areaIdsOf, recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import { IntakeQueue } from '../../../media/intake-queue.ts'
import { relaySample } from '../../../media/relay-source/relay-packets.ts'
import type { Services } from '../../services.ts'
import { checkSource } from './check-source.ts'

const SAMPLE_MS = 8 * SECOND_MS
/** A live station gives its seconds in seconds; with the way to it. */
const SAMPLE_TAKES_MS_MAX = MINUTE_MS / 2
/** One at a time: each keeps a connection and a process for its seconds. */
const LIMITS = { placesMax: 4, placesPerPersonMax: 1 }

/** Lets people listen to a station before they plan it. */
export class SampleDesk {
  readonly #services: Pick<Services, 'clock' | 'config' | 'database'>
  readonly #queue = new IntakeQueue(LIMITS)

  constructor(services: Pick<Services, 'clock' | 'config' | 'database'>) {
    this.#services = services
  }

  /**
   * MP3, the first seconds; whoever asked stands in the audit log. Rejects with `sourceRefused`, `sourceUnreachable`,
   * `sourceNotSupported`, `sourceTooLarge`, `tunerNotSupported`, `tooBusy`, `ffmpegMissing`.
   */
  async sample(source: RelaySource, by: Principal, signal: AbortSignal): Promise<Buffer> {
    const url = checkSource(source, this.#services.config)
    const place = this.#queue.take(by.operatorId ?? by.address)
    try {
      this.#record(url, by)
      return await place.run(() => this.#listen(url, signal), signal)
    } finally {
      place.leave()
    }
  }

  async #listen(url: URL, signal: AbortSignal): Promise<Buffer> {
    const { clock, config } = this.#services
    const { privateSourcesAllowed } = config.relays
    const tooLong = new AbortController()
    const timer = clock.after(SAMPLE_TAKES_MS_MAX, () => tooLong.abort())
    const both = AbortSignal.any([signal, tooLong.signal])
    try {
      return await relaySample(url.href, {
        clock,
        privateSourcesAllowed,
        signal: both,
        durationMsMax: SAMPLE_MS,
      })
    } catch (cause) {
      if (tooLong.signal.aborted)
        throw new CodedError('sourceUnreachable', 'too slow to be listened to', { cause })
      throw cause
    } finally {
      timer.cancel()
    }
  }

  /** Without its query, in which a station may have a key. */
  #record({ host, pathname }: URL, by: Principal): void {
    const { clock, database } = this.#services
    const act = { at: clock.now(), by, act: 'relay.listen', areaIds: areaIdsOf(by.grants) }
    database.transaction(() => recordAct(database, { ...act, detail: { source: `${host}${pathname}` } }))
  }
}
