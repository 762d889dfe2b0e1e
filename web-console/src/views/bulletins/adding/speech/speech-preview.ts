import type { SpeechOrder } from '@tieng-lang/protocol/browser'
import { urlOf } from '../../../../api/client.ts'
import { abortedProblem, offlineProblem, problemFrom } from '../../../../api/problem-error.ts'

/**
 * The text as the machine says it; nothing is kept of it.
 * @throws ProblemError with the server's code, `offline` or `aborted`.
 */
export async function speechPreview(speech: SpeechOrder, signal: AbortSignal): Promise<Blob> {
  const response = await ask(speech, signal)
  if (!response.ok) throw problemFrom(response.status, await response.text())
  return response.blob()
}

async function ask(speech: SpeechOrder, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(urlOf('/speech'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(speech),
      signal,
    })
  } catch {
    throw signal.aborted ? abortedProblem() : offlineProblem()
  }
}
