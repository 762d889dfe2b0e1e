import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npm run dev -w web-console` shows the pages of a running server: TIENG_LANG_URL says which. */
const server = process.env.TIENG_LANG_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
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
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: server, ws: true }, '/media': server } },
})
