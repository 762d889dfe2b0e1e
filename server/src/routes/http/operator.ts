import { CodedError } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'

const NAME_LENGTH_MAX = 100

/**
 * Who gives the order, for the record: the socket's file mode has already said that they may. The header is
 * percent-encoded, since names have tone marks and HTTP headers do not.
 */
export function operatorOf(request: FastifyRequest): string {
  const header = request.headers['x-operator']
  if (header === undefined) return 'quản trị máy chủ'
  const name = decoded(String(header))
  if (name === '' || name.length > NAME_LENGTH_MAX)
    throw new CodedError('badRequest', 'x-operator is no name')
  return name
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
