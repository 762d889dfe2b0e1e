// The first file of a worker thread that is written in TypeScript, when the program runs from its sources: on Node 20
// the loader given to the main thread does not reach a worker's own entry. A bundle has no use for it.
import { register } from 'tsx/esm/api'

register()
await import(process.argv[2])
