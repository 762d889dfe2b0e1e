import { urlOf } from './client.ts'
import { abortedProblem, offlineProblem, problemFrom } from './problem-error.ts'

/**
 * A sound that the server makes for one pair of ears, by POST of an order; nothing is kept of it.
 * @throws ProblemError with the server's code, `offline` or `aborted`.
 */
export async function soundPreview(path: string, order: unknown, signal: AbortSignal): Promise<Blob> {
  const response = await ask(path, order, signal)
  if (!response.ok) throw problemFrom(response.status, await response.text())
  return response.blob()
}

async function ask(path: string, order: unknown, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(urlOf(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(order),
      signal,
    })
  } catch {
    throw signal.aborted ? abortedProblem() : offlineProblem()
  }
}
