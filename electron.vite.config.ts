import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'

const shared = { '@shared': resolve('src/shared') }

/**
 * Everything but Electron and the two native modules is bundled: one file starts faster than a tree of them, and the
 * packed app needs no node_modules but theirs.
 */
const native = ['electron', 'keytar', 'libsql']

export default defineConfig({
  main: {
    resolve: { alias: shared },
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      minify: false,
      rollupOptions: { external: native, input: { index: resolve('src/main/index.ts') }, output: { format: 'es' } },
    },
  },
  preload: {
    resolve: { alias: shared },
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        external: ['electron'],
        input: { workspace: resolve('src/preload/workspace.ts'), 'sign-in': resolve('src/preload/sign-in.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    resolve: { alias: { ...shared, '@renderer': resolve('src/renderer') } },
    plugins: [vue(), components({ dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] })],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rollupOptions: {
        input: {
          workspace: resolve('src/renderer/workspace/index.html'),
          'sign-in': resolve('src/renderer/sign-in/index.html'),
        },
      },
    },
  },
})
