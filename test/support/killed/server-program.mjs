// The server that ends itself where it is told to: a process of its own runs TypeScript only through a loader.
import { register } from 'tsx/esm/api'

register()
await import('./server-program.ts')
