import { text } from 'node:stream/consumers'
import {
  type Chance,
  type Clock,
  CodedError,
  compileShape,
  EnrolmentAnswer,
  EnrolmentCode,
  type EnrolmentRequest,
  Problem,
  SECOND_MS,
} from '@tieng-lang/protocol'
import { httpCall } from './http-call.ts'

/** The seam to HTTP: posts JSON. Rejects where no answer comes; any status is an answer. */
export type PostJson = (
  url: URL,
  body: unknown,
  signal: AbortSignal,
) => Promise<{ status: number; body: unknown }>

export interface EnrolmentOptions {
  /** The server's address, `http://host:port`. */
  url: string
  request: EnrolmentRequest
  clock: Clock
  chance: Chance
  /** Ends the waiting; rejects with `aborted`. */
  signal?: AbortSignal
  postJson?: PostJson
}

const ATTEMPT_MS_MAX = 15 * SECOND_MS
const BACKOFF_MS_MAX = 60 * SECOND_MS
const PATH = '/api/v1/enrolments'
const answerCheck = compileShape(EnrolmentAnswer, { unknownFields: 'ignore' })
const problemCheck = compileShape(Problem)
const codeCheck = compileShape(EnrolmentCode)

/**
 * Presents the one-time code and the device's public key. Goes on until the server answers, since a lost answer is
 * asked for again with the same code and the same key, to which the server gives the same answer. Rejects with the
 * server's own code where it refuses (4xx), `enrolmentCodeMalformed`, `enrolmentAnswerMalformed` or `aborted`.
 */
export async function enrol(options: EnrolmentOptions): Promise<EnrolmentAnswer> {
  if (!codeCheck.check(options.request.code)) {
    throw new CodedError('enrolmentCodeMalformed', 'a code is four groups of four letters and digits')
  }
  const { chance, clock, signal } = options
  for (let attempt = 0; ; attempt += 1) {
    if (signal?.aborted) throw new CodedError('aborted', 'enrolment was stopped')
    const answer = await attemptOnce(options)
    if (answer) return answer
    const boundMs = Math.min(SECOND_MS * 2 ** attempt, BACKOFF_MS_MAX)
    await sleepUnless(signal, clock, boundMs * (0.5 + 0.5 * chance.next()))
  }
}

/** Waits, but no longer than until `signal` says to stop. */
function sleepUnless(signal: AbortSignal | undefined, clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(delayMs, end)
    function end() {
      timer.cancel()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    signal?.addEventListener('abort', end)
  })
}

/** The answer, or undefined where it is worth asking again: no answer, 408, 429 or 5xx. */
async function attemptOnce(options: EnrolmentOptions): Promise<EnrolmentAnswer | undefined> {
  const { clock, request, signal, url, postJson = httpPostJson } = options
  const abort = new AbortController()
  const timer = clock.after(ATTEMPT_MS_MAX, () => abort.abort())
  const either = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal
  try {
    const { status, body } = await postJson(new URL(PATH, url), request, either)
    return judge(status, body)
  } catch (cause) {
    if (cause instanceof CodedError) throw cause
    return undefined
  } finally {
    timer.cancel()
  }
}

function judge(status: number, body: unknown): EnrolmentAnswer | undefined {
  if (status === 408 || status === 429 || status >= 500) return undefined
  if (status >= 400) {
    const problem = problemCheck.check(body) ? body : undefined
    throw new CodedError(
      problem?.code ?? 'enrolmentRefused',
      problem?.detail ?? `the server answered ${status}`,
    )
  }
  if (!answerCheck.check(body)) throw new CodedError('enrolmentAnswerMalformed', answerCheck.explain(body))
  return body
}

/** Over HTTP; an answer that is not JSON has an undefined body. */
const httpPostJson: PostJson = async (url, body, signal) => {
  const headers = { 'content-type': 'application/json' }
  const response = await httpCall(url, { method: 'POST', headers, body: JSON.stringify(body), signal })
  const status = response.statusCode ?? 0
  const answer = await text(response)
  try {
    return { status, body: JSON.parse(answer) }
  } catch {
    return { status, body: undefined }
  }
}
