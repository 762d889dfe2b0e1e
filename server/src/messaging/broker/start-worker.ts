import { Worker } from 'node:worker_threads'

/**
 * Starts the worker thread `name` that lies beside this file: `name.ts` when the program runs from its sources (under
 * a test runner or `node --import tsx`), `name.js` when it runs from a bundle.
 */
export function startWorker(name: string, workerData: unknown): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL(`./${name}.js`, import.meta.url), { workerData })
  const entry = new URL(`./${name}.ts`, import.meta.url).href
  return new Worker(new URL('./typescript-entry.mjs', import.meta.url), { workerData, argv: [entry] })
}
