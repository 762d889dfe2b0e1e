#!/usr/bin/env node
// The one command-line program: picks the package whose main.ts owns the subcommand. Each package owns its own.
import { realpathSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { serverProgram } from './server-program.mjs'

/** Runs one subcommand and gives its exit code. */
export async function tiengLang(args) {
  // `tieng-lang playouts | head` is no error.
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const [name, ...rest] = args
  const server = await serverCommands()
  if (name && Object.hasOwn(server, name)) return server[name].run(rest)
  const commands = { ...server, ...(await otherCommands()) }
  if (name && Object.hasOwn(commands, name)) return commands[name].run(rest)
  const isHelp = name === undefined || name === '--help' || name === '-h' || name === 'help'
  const text = usage(commands)
  if (isHelp) process.stdout.write(text)
  else process.stderr.write(`Không có lệnh "${name}". (No such command.)\n\n${text}`)
  return isHelp ? 0 : 2
}

/** Those of the server come from its bundle: after a crash nobody shall wait until its sources are compiled. */
async function serverCommands() {
  const program = await serverProgram()
  if (program === undefined) return commandsOf('server')
  // What goes wrong is told with the names and lines of the sources.
  process.setSourceMapsEnabled(true)
  return (await import(program)).commands
}

async function otherCommands() {
  return { ...(await commandsOf('edge-agent')), ...(await commandsOf('hardware-sim')) }
}

/** From the sources, which are compiled as they are loaded. */
async function commandsOf(name) {
  const { register } = await import('tsx/esm/api')
  register()
  return (await import(`../${name}/src/main.ts`)).commands
}

function usage(commands) {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `Tiếng Làng: điều khiển loa truyền thanh cấp xã (commune loudspeaker network controller)

Cách dùng (usage): tieng-lang LỆNH [--help]

${lines.join('\n')}
`
}

const isMain = process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href
if (isMain) process.exitCode = await tiengLang(process.argv.slice(2))
