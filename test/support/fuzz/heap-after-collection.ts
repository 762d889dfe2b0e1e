import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes that are still held once everything that nobody holds is gone: on the heap, and beside it what buffers keep. */
export function heapBytesAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('this program cannot be told to collect')
  // What a first collection only marks, a second one frees.
  for (let count = 0; count < 3; count += 1) collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
