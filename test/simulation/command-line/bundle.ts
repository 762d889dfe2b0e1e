import { mkdir } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const FOLDER = new URL('../../../dist/simulation/', import.meta.url)

/**
 * The process that plays seeds, as one file: what would compile it while it runs wraps every function that is made, and
 * there are millions. Only our own packages are taken in. @returns where it lies
 */
export async function bundleSeedProcess(): Promise<string> {
  const outfile = fileURLToPath(new URL('seed-process.mjs', FOLDER))
  await mkdir(FOLDER, { recursive: true })
  await build({
    entryPoints: [fileURLToPath(new URL('./seed-process.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    plugins: [othersStayOutside],
    logLevel: 'error',
  })
  return outfile
}

/** By where they lie, since each of our packages has some of its own. */
const othersStayOutside: Plugin = {
  name: 'others-stay-outside',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (path.startsWith('@tieng-lang/') || path.startsWith('node:') || pluginData === LOOKED_UP)
        return undefined
      const found = await resolve(path, { ...from, pluginData: LOOKED_UP })
      const isFile = found.errors.length === 0 && isAbsolute(found.path)
      return { path: isFile ? pathToFileURL(found.path).href : path, external: true }
    })
  },
}
const LOOKED_UP = 'looked up'
