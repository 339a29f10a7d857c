import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname
const apps = ['resident', 'worker', 'console']

/** /resident/anything, /worker/anything, /console/anything are answered by the app's own page while developing. */
function app_pages(): Plugin {
  return {
    name: 'liren-app-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '').split('?')[0] ?? ''
        const app = apps.find((name) => path === `/${name}` || path.startsWith(`/${name}/`))
        if (app && !path.includes('.')) request.url = `/${app}/index.html`
        next()
      })
    },
  }
}

/** Pages the server renders itself get one fixed file: the tokens, then plain.css, and the mark. */
function plain_page_assets(): Plugin {
  return {
    name: 'liren-plain-page-assets',
    apply: 'build',
    generateBundle() {
      const read = (path: string) => readFileSync(resolve(here, path), 'utf8')
      this.emitFile({ type: 'asset', fileName: 'assets/plain.css', source: read('src/kernel/tokens.css') + '\n' + read('src/kernel/plain.css') })
      this.emitFile({ type: 'asset', fileName: 'assets/mark.svg', source: read('src/kernel/mark.svg') })
    },
  }
}

export default defineConfig({
  base: '/',
  plugins: [vue(), app_pages(), plain_page_assets()],
  resolve: { alias: { '@': resolve(here, 'src') } },
  // the host stays as the browser sent it: a real server refuses what comes from another origin
  server: { proxy: { '/api': { target: process.env.LIREN_SERVER ?? 'http://127.0.0.1:8787', changeOrigin: false } } },
  build: {
    target: ['chrome87', 'safari14.1'],
    cssTarget: ['chrome87', 'safari14.1'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: Object.fromEntries(apps.map((app) => [app, resolve(here, app, 'index.html')])),
      output: {
        advancedChunks: { groups: [{ name: 'vue', test: /node_modules/ }, { name: 'kernel', test: /src[\\/](?:kernel|lang[\\/]common\.zh)/ }] },
        entryFileNames: 'assets/[hash].js', chunkFileNames: 'assets/[hash].js', assetFileNames: 'assets/[hash][extname]',
      },
    },
  },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
})
