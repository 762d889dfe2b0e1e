import type { Problem } from '@tieng-lang/protocol/browser'

/** Codes that the browser itself gives, where no server answered. */
export type OwnProblemCode = 'offline' | 'unreadable' | 'aborted'

/** A refusal as the server gave it (RFC 9457), or that none came. The sentence for people is in `i18n/…/problems.ts`. */
export class ProblemError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string | undefined
  /** On `changedMeanwhile`: the thing as it stands now, in the shape of its GET. */
  readonly current: unknown

  constructor(problem: { status: number; code: string; detail?: string | undefined; current?: unknown }) {
    super(problem.detail ?? problem.code)
    this.name = 'ProblemError'
    this.status = problem.status
    this.code = problem.code
    this.detail = problem.detail
    this.current = problem.current
  }
}

/** No server answered. */
export function offlineProblem(): ProblemError {
  return new ProblemError({ status: 0, code: 'offline' satisfies OwnProblemCode })
}

/** The call was given up on this side. */
export function abortedProblem(): ProblemError {
  return new ProblemError({ status: 0, code: 'aborted' satisfies OwnProblemCode })
}

/** Reads a refusal's body; one that is no problem document keeps its status and becomes `unreadable`. */
export function problemFrom(status: number, text: string): ProblemError {
  const body = parse(text)
  if (!isProblem(body)) return new ProblemError({ status, code: 'unreadable' satisfies OwnProblemCode })
  return new ProblemError({ ...body, current: 'current' in body ? body.current : undefined, status })
}

/**
 * The thing as somebody else has left it, where that is why mine was refused (412 `changedMeanwhile`); else null. The
 * server promises that `current` has the shape of the thing's GET.
 */
export function currentOf<Thing>(cause: unknown): Thing | null {
  if (!(cause instanceof ProblemError) || cause.code !== 'changedMeanwhile') return null
  return (cause.current as Thing | undefined) ?? null
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
}

/** The JSON in a text; undefined where it is empty or none. */
export function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
