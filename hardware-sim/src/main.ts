import type { DemoOptions } from './demo/demo.ts'

/** The simulator's own subcommands. */
export const commands = {
  sim: {
    summary: 'cụm loa giả lập nối vào máy chủ đang chạy (simulated clusters for a running server)',
    run: runSim,
  },
  demo: {
    summary: 'máy chủ, hai xã giả lập và một chương trình mẫu (server, two simulated communes, a programme)',
    run: runDemo,
  },
}

const DEMO_HELP = `tieng-lang demo: máy chủ, hai xã giả lập và một chương trình mẫu
(server, two simulated communes and a sample programme that sounds within a minute)

  --data DIR      nơi giữ dữ liệu (data folder), mặc định data/demo
  --port N        cổng của trang web, 0: tự chọn cổng trống (web port, 0 = any), mặc định 8080
  --headless      không mở trình duyệt (open no browser)
  --communes N    số xã (communes), mặc định 2
  --clusters N    số cụm loa mỗi xã (clusters in each), mặc định 3
`

const SIM_HELP = `tieng-lang sim: cụm loa giả lập nối vào máy chủ đang chạy
(simulated boards with real agents, for a running server)

  --admin SOCKET  socket quản trị của máy chủ (the server's admin.sock), mặc định data/server/admin.sock
  --server URL    địa chỉ máy chủ (server address), mặc định http://127.0.0.1:8080
  --data DIR      nơi giữ dữ liệu và bản thu (data and recordings), mặc định data/sim
  --communes N    số xã (communes), mặc định 2
  --clusters N    số cụm loa mỗi xã (clusters in each), mặc định 3
  --network TÊN   mạng giả lập giữa mỗi cụm và máy chủ (simulated network): lan, 4g, 4g-poor
  --network-outage TỪ-ĐẾN[:up|:down]
                  mất mạng từ giây TỪ đến giây ĐẾN sau khi chạy, có thể chỉ một chiều, lặp lại được
                  (outage between these seconds after the start, in one direction if so said; may be repeated)
  --network-seed CHỮ   cùng chữ, cùng mạng (the same text, the same network), mặc định 1
`

async function runDemo(args: string[]): Promise<number> {
  const { systemClock } = await import('@tieng-lang/protocol/node')
  return runUntilEnd(args, DEMO_HELP, async (values, onEnd) => {
    const { startDemo } = await import('./demo/demo.ts')
    const options: DemoOptions = {
      clock: systemClock,
      dataDir: values.data ?? 'data/demo',
      port: countOf(values.port, { otherwise: 8080, max: 65_535 }),
      isHeadless: values.headless ?? false,
      communes: countOf(values.communes, { otherwise: 2, max: 50 }),
      clustersEach: countOf(values.clusters, { otherwise: 3, max: 100 }),
      say: (sentence) => process.stdout.write(`${sentence}\n`),
      onEnd,
    }
    return startDemo(options)
  })
}

async function runSim(args: string[]): Promise<number> {
  const { systemClock: clock } = await import('@tieng-lang/protocol/node')
  return runUntilEnd(args, SIM_HELP, async (values) => {
    const { AdminClient } = await import('@tieng-lang/protocol/node')
    const { layOutVillage } = await import('./demo/village.ts')
    const { buildAgentProgram } = await import('./demo/agent-program.ts')
    const { Fleet } = await import('./fleet.ts')
    const { networkOf, outagesOf } = await import('./network/command-line.ts')
    const outages = outagesOf(values)
    const administration = new AdminClient(values.admin ?? 'data/server/admin.sock')
    const network = await networkOf(values, administration)
    const village = await layOutVillage(administration, {
      communes: countOf(values.communes, { otherwise: 2, max: 50 }),
      clustersEach: countOf(values.clusters, { otherwise: 3, max: 100 }),
    })
    const fleet = new Fleet({
      clock,
      serverUrl: values.server ?? 'http://127.0.0.1:8080',
      dataDir: values.data ?? 'data/sim',
      clusters: village.clusters,
      program: await buildAgentProgram(),
      ...(network && { network }),
      onLine: (cluster, line) => process.stdout.write(`[${cluster}] ${line}\n`),
    })
    await fleet.start()
    for (const { link } of fleet.members) for (const outage of outages) link?.planOutage(outage)
    process.stdout.write(
      `${village.clusters.length} cụm loa đang chạy (clusters are running). Ctrl-C để dừng.\n`,
    )
    return fleet
  })
}

interface Values {
  data?: string
  port?: string
  headless?: boolean
  communes?: string
  clusters?: string
  admin?: string
  server?: string
  network?: string
  'network-outage'?: string[]
  'network-seed'?: string
}

/** Reads flags, starts, and stays until a signal, the parent's end, or the thing's own end. */
async function runUntilEnd(
  args: string[],
  help: string,
  start: (values: Values, onEnd: (code: number) => void) => Promise<{ stop(): Promise<unknown> }>,
): Promise<number> {
  const { parseArgs } = await import('node:util')
  try {
    const flag = { type: 'string' } as const
    const { values } = parseArgs({
      args,
      options: {
        ...{ data: flag, port: flag, communes: flag, clusters: flag, admin: flag, server: flag },
        ...{ network: flag, 'network-seed': flag, 'network-outage': { ...flag, multiple: true } },
        headless: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) {
      process.stdout.write(help)
      return 0
    }
    let end: (code: number) => void = () => {}
    const ended = new Promise<number>((resolve) => {
      end = resolve
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0))
    process.on('disconnect', () => end(0))
    const started = start(values, end)
    const first = await Promise.race([ended, started])
    const running = await started
    const code = typeof first === 'number' ? first : await ended
    await running.stop()
    process.exit(code)
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n`)
    process.exit(1)
  }
}

function countOf(text: string | undefined, { otherwise, max }: { otherwise: number; max: number }): number {
  const count = text === undefined ? otherwise : Number(text)
  if (Number.isInteger(count) && count >= 0 && count <= max) return count
  throw new Error(`"${text}": cần một số từ 0 đến ${max} (a number from 0 to ${max} is needed)`)
}
