import { Worker } from 'node:worker_threads'

/**
 * Starts a worker thread. `entry` is its file beside the caller, without an ending: `new URL('./broker-worker',
 * import.meta.url)`. It is `.ts` when the program runs from its sources (under a test runner or `node --import tsx`),
 * `.js` when it runs from a bundle.
 */
export function startWorker(entry: URL, workerData: unknown): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${entry.href}.js`), { workerData })
  const argv = [`${entry.href}.ts`]
  return new Worker(new URL('./typescript-entry.mjs', import.meta.url), { workerData, argv })
}
