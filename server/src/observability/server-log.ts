import { type DestinationStream, type Logger, pino } from 'pino'

/** Fields that hold what nobody may read in a log, wherever an object of ours or of a library carries them. */
const SECRET_FIELDS = [
  'password',
  'current',
  'next',
  'passwordHash',
  'secret',
  'mqttSecret',
  'mediaSecret',
  'enrolmentSecret',
  'privateKey',
  'token',
  'code',
  'cookie',
  'authorization',
]

/** At these places: an error's own fields, and headers and bodies that a library may add. */
const PLACES = [
  'body',
  'headers',
  'req.headers',
  'err.body',
  'err.headers',
  'request.body',
  'request.headers',
]

/** `mqtt://user:password@host` anywhere in a line: a broker's error may name its address. */
const PASSWORD_IN_URL = /(\w+:\/\/[^\s:@/"]+:)[^\s@/"]+@/g

/** The server's structured log: one JSON object a line, without what is secret. */
export function serverLog({ level, to }: { level: string; to: DestinationStream }): Logger {
  const paths = PLACES.flatMap((place) => SECRET_FIELDS.map((field) => `${place}.${field}`))
  return pino({ level, redact: { paths, censor: '(secret)' } }, withoutPasswords(to))
}

function withoutPasswords(to: DestinationStream): DestinationStream {
  return {
    write: (line) => to.write(line.includes('@') ? line.replace(PASSWORD_IN_URL, '$1(secret)@') : line),
  }
}
