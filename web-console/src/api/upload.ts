import { type QueryValues, urlOf } from './client.ts'
import { abortedProblem, offlineProblem, parse, problemFrom } from './problem-error.ts'

export interface UploadOptions {
  query: QueryValues
  /** 0-1 of the bytes sent; `fetch` cannot tell this, hence XMLHttpRequest. */
  onProgress?: (sentPart: number) => void
  signal?: AbortSignal
}

/**
 * Sends a file as the request's body (`application/octet-stream`) and gives the JSON answer.
 * @throws ProblemError with the server's code, `offline`, or `aborted` after `signal`.
 */
export function upload<Answer>(path: string, file: Blob, options: UploadOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', urlOf(path, options.query))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => options.onProgress?.(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(offlineProblem())
    request.onabort = () => reject(abortedProblem())
    request.onload = () => {
      const { status, responseText } = request
      // The shape is the server's promise, as in `client.ts`.
      if (status >= 200 && status < 300) resolve(parse(responseText) as Answer)
      else reject(problemFrom(status, responseText))
    }
    if (options.signal?.aborted) return reject(abortedProblem())
    options.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
