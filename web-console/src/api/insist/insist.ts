import { ProblemError } from '../problem-error.ts'

/** How long one try may take on a poor line before the next. */
const TRY_MS_MAX = 8_000
const PAUSE_MS = 1_500

export interface InsistOptions<Answer> {
  /** One try. It carries a request id, so that the server carries it out once however often it arrives. */
  send: (signal: AbortSignal) => Promise<Answer>
  /** Ends it from outside; what was sent may still be carried out. */
  signal: AbortSignal
  /** The line is gone, and it is being tried again. */
  onLost: () => void
  pauseMs?: number
}

/**
 * Sends the same thing until the server has answered, whatever the line does.
 * @throws ProblemError with the server's refusal, or the last failure where it was ended from outside.
 */
export async function insist<Answer>({
  send,
  signal,
  onLost,
  pauseMs = PAUSE_MS,
}: InsistOptions<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await send(AbortSignal.any([signal, AbortSignal.timeout(TRY_MS_MAX)]))
    } catch (cause) {
      if (!isLost(cause) || signal.aborted) throw cause
      onLost()
      await pause(pauseMs, signal)
      if (signal.aborted) throw cause
    }
  }
}

/** No answer of the server itself came, at most one of something between: it may have been carried out, or not. */
export function isLost(cause: unknown): boolean {
  if (!(cause instanceof ProblemError)) return false
  return cause.status === 0 || (cause.code === 'unreadable' && cause.status >= 500)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
