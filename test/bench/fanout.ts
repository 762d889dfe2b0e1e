import { measureLateness } from './fanout/lateness.ts'
import { measureThroughput } from './fanout/throughput.ts'

const SECONDS = 60

/**
 * One voice to a thousand addresses: how many datagrams a second the sender manages beside a bare loop, and how late they
 * are while the rest of the server is busy. One part may be asked for: `npm run bench -- fanout throughput`.
 */
export async function run(args: readonly string[] = []): Promise<Record<string, unknown>> {
  const seconds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? SECONDS)
  const isAsked = (part: string) =>
    args.includes(part) || !args.some((arg) => ['throughput', 'lateness'].includes(arg))
  return {
    ...(isAsked('throughput') ? await measureThroughput() : {}),
    ...(isAsked('lateness') ? await measureLateness(seconds) : {}),
  }
}
