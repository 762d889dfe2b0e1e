import { chmodSync, existsSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { CodedError } from '@tieng-lang/protocol'
import type { HttpServer } from './http/http-server.ts'

/** What a Unix socket's path may have (Linux `sockaddr_un`: 108 with its end). */
const PATH_BYTES_MAX = 107
const OWNER_ONLY = 0o600

/**
 * Makes sure that no other server works in this data folder, and takes away the socket of one that has crashed. Rejects
 * with `alreadyRunning` or `pathTooLong`.
 */
export async function claimSocket(path: string): Promise<void> {
  if (Buffer.byteLength(path) > PATH_BYTES_MAX)
    throw new CodedError(
      'pathTooLong',
      `${path} has over ${PATH_BYTES_MAX} bytes; choose a shorter data folder`,
    )
  if (!existsSync(path)) return
  if (await isAnswering(path))
    throw new CodedError('alreadyRunning', `a server is already running in this data folder (${path})`)
  rmSync(path, { force: true })
}

/** Listens so that only the owner can connect, from the first moment on. */
export async function listenOnSocket(server: HttpServer, path: string): Promise<void> {
  const before = process.umask(0o177)
  try {
    await server.listen({ path })
  } finally {
    process.umask(before)
  }
  chmodSync(path, OWNER_ONLY)
}

function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
