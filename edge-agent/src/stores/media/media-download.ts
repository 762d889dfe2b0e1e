import { createHash, type Hash } from 'node:crypto'
import { type Clock, CodedError, type Files, sleep } from '@tieng-lang/protocol'
import type { MediaClient } from '../../link/media-client.ts'

const FOLDER = 'media'
/** So much is gathered before it is made durable: what a power cut costs at most. */
const APPEND_BYTES = 256 * 1024
/** So much is hashed before others have their turn. */
const HASH_SLICE_BYTES = 1024 * 1024

export const PARTIAL = '.part'

export function mediaFile(name: string): string {
  return `${FOLDER}/${name}`
}

export async function listMedia(files: Files): Promise<{ name: string; sizeBytes: number }[]> {
  return (await files.list(FOLDER)).filter(({ name }) => /^[0-9a-f]{64}(?:\.part)?$/.test(name))
}

export interface Download {
  files: Files
  client: MediaClient
  clock: Clock
  sha256: string
  sizeBytes: number
  signal: AbortSignal
  /** So many bytes of it are on the disk now. */
  onProgress: (partialBytes: number) => void
}

/**
 * Fetches one file, going on where an earlier try or life ended, and gives it its name only when its hash is right.
 * Throws the client's and the disk's codes, and `audioCorrupt` where length or hash is wrong: then the partial file is
 * gone.
 */
export async function download(task: Download): Promise<void> {
  const { files, sha256, sizeBytes } = task
  const partial = mediaFile(sha256 + PARTIAL)
  const held = (await files.read(partial)) ?? new Uint8Array()
  const hash = createHash('sha256')
  await updateInSlices(hash, held, task.clock)
  let bytes = held.length
  if (bytes < sizeBytes)
    bytes += await fetchRest(task, bytes, hash).catch((cause) => discardIfUseless(task, cause))
  if (bytes < sizeBytes) throw new CodedError('mediaUnreachable', `${bytes} of ${sizeBytes} bytes came`)
  if (bytes > sizeBytes || hash.digest('hex') !== sha256) {
    await files.remove(partial)
    throw new CodedError('audioCorrupt', `${sha256} came with another length or content`)
  }
  await files.rename(partial, mediaFile(sha256))
}

/** Appends what comes; gives the number of bytes added. */
async function fetchRest(task: Download, fromByte: number, hash: Hash): Promise<number> {
  const { client, files, onProgress, sha256, signal, sizeBytes } = task
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let addedBytes = 0
  const flush = async () => {
    if (waitingBytes === 0) return
    const block = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    await files.append(mediaFile(sha256 + PARTIAL), block)
    hash.update(block)
    addedBytes += block.length
    onProgress(fromByte + addedBytes)
  }
  try {
    for await (const chunk of client.fetch(sha256, fromByte, signal)) {
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (fromByte + addedBytes + waitingBytes > sizeBytes) break
      if (waitingBytes >= APPEND_BYTES) await flush()
    }
  } finally {
    // What came before the connection broke need not come again.
    await flush()
  }
  return addedBytes
}

/** A partial file to which the server has nothing to add is worth nothing. */
async function discardIfUseless({ files, sha256 }: Download, cause: unknown): Promise<never> {
  if (cause instanceof CodedError && cause.code === 'rangeRefused') {
    await files.remove(mediaFile(sha256 + PARTIAL))
    throw new CodedError('audioCorrupt', 'the server has less than what is held', { cause })
  }
  throw cause
}

/** Reads the hash of a large file without holding up everything else. */
export async function sha256InSlices(content: Uint8Array, clock: Clock): Promise<string> {
  const hash = createHash('sha256')
  await updateInSlices(hash, content, clock)
  return hash.digest('hex')
}

async function updateInSlices(hash: Hash, content: Uint8Array, clock: Clock): Promise<void> {
  for (let start = 0; start < content.length; start += HASH_SLICE_BYTES) {
    if (start > 0) await sleep(clock, 0)
    hash.update(content.subarray(start, start + HASH_SLICE_BYTES))
  }
}
