import { NO_SERVICE_MANAGER } from '@tieng-lang/protocol'
import type { FirstSignIn } from '../../access/sign-in/first-administrator.ts'
import { readArguments, wholeNumber } from '../terminal/arguments.ts'
import { type Command, DONE, FAILED } from '../terminal/terminal.ts'

const LOG_TO_STDERR = 2

export const serve: Command = {
  summary: 'chạy máy chủ (run the server)',
  usage: `tieng-lang serve [--config FILE] [--data DIR] [--host HOST] [--port N] [--mqtt-host HOST] [--mqtt-port N]
    [--https-port N] [--stream-host HOST] [--stream-port N]
    [--log-level LEVEL]

Chạy máy chủ cho đến khi dừng bằng Ctrl-C. Cổng 0: tự chọn một cổng còn trống. --https-port: mở thêm cửa TLS, cần cho
micrô của điện thoại; xem "tieng-lang certificate --help".
(Runs the server until Ctrl-C. Port 0 is any free one. --https-port opens a door over TLS as well, for phones' microphones. Everything can also be set in a JSON file,
--config or TIENG_LANG_CONFIG, or by TIENG_LANG_... in the environment; MQTT_URL names an external broker.)`,
  async run(args, terminal) {
    // Loaded here, so that the small commands do not wait for the whole server.
    const [{ pino }, { serverLog }, { watchService }, { startApp }, { loadConfig }] = await Promise.all([
      import('pino'),
      import('../../observability/server-log.ts'),
      import('../../observability/service-watch.ts'),
      import('../../app.ts'),
      import('../../config.ts'),
    ])
    const { values } = readArguments(args, {
      config: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      'https-port': { type: 'string' },
      'mqtt-host': { type: 'string' },
      'mqtt-port': { type: 'string' },
      'stream-host': { type: 'string' },
      'stream-port': { type: 'string' },
      'log-level': { type: 'string' },
    })
    const config = loadConfig({
      file: values.config ?? terminal.environment.TIENG_LANG_CONFIG,
      environment: terminal.environment,
      overrides: {
        dataDir: values.data,
        host: values.host,
        port: portFrom(values.port),
        ...(values['https-port'] !== undefined && { https: { port: portFrom(values['https-port']) } }),
        mqtt: { host: values['mqtt-host'], port: portFrom(values['mqtt-port']) },
        stream: { host: values['stream-host'], port: portFrom(values['stream-port']) },
      },
    })
    const level = values['log-level'] ?? 'info'
    const log = serverLog({ level, to: pino.destination(LOG_TO_STDERR) })
    const { clock, chance, manager = NO_SERVICE_MANAGER } = terminal
    let end: (exitCode: number) => void = () => {}
    const ended = new Promise<number>((resolve) => {
      end = resolve
    })
    terminal.onStop(() => end(DONE))
    const onBrokerFailure = (err: Error) => {
      log.fatal({ err }, 'the broker or the sender of live sound has failed')
      end(FAILED)
    }
    const options = { clock, chance, log, onBrokerFailure, emergencyKit: config.emergencyKit }
    const server = await startApp(config, options)
    const { httpUrl, httpsUrl, mqttUrl, adminSocket, firstSignIn } = server
    if (firstSignIn) terminal.out(firstSignInText(firstSignIn))
    terminal.out(
      `Máy chủ đã sẵn sàng (ready): ${[httpUrl, ...(httpsUrl === null ? [] : [httpsUrl]), mqttUrl].join(' · ')}\n`,
    )
    const { health } = server.observability
    const watchdog = watchService({ health, manager, clock, log, isBrokerOurs: config.mqttUrl === null })
    watchdog.start()
    manager.ready(`${httpUrl} ${mqttUrl}`)
    terminal.tellParent({ kind: 'ready', httpUrl, mqttUrl, adminSocket })
    const exitCode = await ended
    watchdog.stop()
    manager.stopping()
    await server.stop()
    return exitCode
  },
}

/** Told once; whoever misses it finds it in the file until it is changed. */
function firstSignInText({ loginName, password, path }: FirstSignIn): string {
  return `Đăng nhập lần đầu (first sign-in): ${loginName} / ${password}
Mật khẩu này phải được đổi ngay; cho đến lúc đó nó cũng nằm trong tệp (to be changed at once; until then also in) ${path}
`
}

function portFrom(text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber(text, { name: 'port', min: 0, max: 65_535 })
}
