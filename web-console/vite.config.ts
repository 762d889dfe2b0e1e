import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** `npm run dev -w web-console` shows the pages of a running server: TIENG_LANG_URL says which. */
const server = process.env.TIENG_LANG_URL ?? 'http://127.0.0.1:8080'

/** Every text beside itself as brotli and gzip have it: the server sends what the browser takes, and compresses nothing. */
function compressed(): Plugin {
  let folder = ''
  return {
    name: 'compressed',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir)
    },
    closeBundle: () => {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      for (const file of files.filter((name) => /\.(?:js|css|html|svg)$/.test(name))) {
        const text = readFileSync(join(folder, file))
        writeFileSync(join(folder, `${file}.br`), brotliCompressSync(text))
        writeFileSync(join(folder, `${file}.gz`), gzipSync(text))
      }
    },
  }
}

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // What changes with our own code stays apart from what changes with a library, so that a phone keeps the latter.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\// },
            { name: 'tanstack', test: /node_modules\/@tanstack\// },
            // What every page needs is a tenth smaller in one file than in fifty, and asked for once.
            { name: 'first', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  // What a worker loads later on it loads as the pages do.
  worker: {
    format: 'es',
    // libopus asks for it under Node alone.
    rolldownOptions: { external: ['node:module'] },
  },
  server: { proxy: { '/api': { target: server, ws: true }, '/media': server } },
})
