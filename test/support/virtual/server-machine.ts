import { keyIdOf, newId } from '@tieng-lang/protocol'
import BetterSqlite from 'better-sqlite3'
import { keyedHashSigner, type SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { keySetOf, type ServerKeys } from '../../../server/src/access/server-keys.ts'
import { type Built, Database } from '../../../server/src/storage/database.ts'
import { migrate } from '../../../server/src/storage/migrations/migrate.ts'

/** What outlives a life of the server: the machine's disk, with database and keys. */
export interface ServerMachine {
  /** The database as the next life opens it; whoever held it before can no longer read or write. */
  openDatabase(): Database
  /** The database as it is at this moment. */
  copyDatabase(): Buffer
  /** What a former copy holds takes its place, for the next life. */
  restoreDatabase(copy: Buffer): void
  keys: ServerKeys
  /** With which the server signs in at the broker. */
  brokerPassword: string
}

/** A new machine with an empty database in memory, which survives every life of a program. */
export function serverMachine(chance: SeededChance, now: number): ServerMachine {
  let connection = new BetterSqlite(':memory:')
  connection.pragma('foreign_keys = ON')
  migrate(connection, now)
  let open: MortalDatabase | undefined
  return {
    openDatabase() {
      open?.end()
      open = new MortalDatabase(connection)
      return open
    },
    copyDatabase: () => connection.serialize(),
    restoreDatabase(copy) {
      connection = new BetterSqlite(copy)
      connection.pragma('foreign_keys = ON')
    },
    keys: serverKeys(chance),
    brokerPassword: newId('secret', chance),
  }
}

/** One life's own view of the database: a program that is dead writes nothing, whatever of it still lies about here. */
class MortalDatabase extends Database {
  #isOver = false

  end(): void {
    this.#isOver = true
  }

  override rows<Row>(built: Built<Row>): Row[] {
    this.#mustLive()
    return super.rows(built)
  }

  override row<Row>(built: Built<Row>): Row | undefined {
    this.#mustLive()
    return super.row(built)
  }

  override run(built: Built<unknown>): number {
    this.#mustLive()
    return super.run(built)
  }

  override transaction<T>(act: () => T): T {
    this.#mustLive()
    return super.transaction(act)
  }

  #mustLive(): void {
    if (this.#isOver) throw new LifeIsOver()
  }
}

/** Thrown into what is left of a dead program; nobody is there to hear it. */
export class LifeIsOver extends Error {
  constructor() {
    super('this life of the server is over')
  }
}

function serverKeys(chance: SeededChance): ServerKeys {
  const key = (name: string) => {
    const publicKey = Buffer.from(chance.fork(name).bytes(32)).toString('base64url')
    return { kid: keyIdOf(publicKey), publicKey }
  }
  const [root, command] = [key('root'), key('command')]
  return {
    root,
    rootSigner: keyedHashSigner(root.kid, root.publicKey),
    commandSigner: keyedHashSigner(command.kid, command.publicKey),
    keySet: keySetOf(command),
    enrolmentSecret: Buffer.from(chance.fork('enrolment').bytes(32)).toString('base64url'),
  }
}
