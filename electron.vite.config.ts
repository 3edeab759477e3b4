import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { bundledReport } from './build/bundled-report'
import { chunkReport } from './build/chunk-report'
import { startChunks } from './build/start-chunks'

const shared = { '@shared': resolve('src/shared') }

/**
 * Everything but Electron and the two native modules is bundled: one file starts faster than a tree of them, and the
 * packed app needs no node_modules but theirs.
 */
const native = ['electron', 'keytar', 'libsql']

export default defineConfig({
  main: {
    resolve: {
      alias: [
        ...Object.entries(shared).map(([find, replacement]) => ({ find, replacement })),
        // What electron-store checks a schema with. It is given none (`settings-file.ts` has its own), and main would read it at every start.
        { find: /^ajv(\/dist\/2020\.js|-formats)$/, replacement: resolve('build/no-schema-validator.ts') },
        // How electron-log sends its lines to a server, by its own name for it: ours is a file, and Node's HTTP would be read at every start.
        { find: './transports/remote', replacement: resolve('build/no-remote-log.ts') },
      ],
    },
    plugins: [bundledReport()],
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      minify: false,
      rollupOptions: {
        external: native,
        // The entry loads `index` by its name. Threads, and the process that looks through data files, are programs of their own.
        input: {
          entry: resolve('src/main/entry.ts'),
          index: resolve('src/main/index.ts'),
          'cache-worker': resolve('src/main/store/cache-worker.ts'),
          'answer-worker': resolve('src/main/backend/answer-worker.ts'),
          'examiner-process': resolve('src/main/store/examiner-process.ts'),
        },
        output: {
          // What V8 can be given compiled (`src/main/entry.ts`): of modules Node takes none.
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // As the modules that they were made of are.
          strict: true,
          // Compiled code knows no `import()`; Node's own modules come by `require`.
          dynamicImportInCjs: false,
        },
      },
    },
  },
  preload: {
    resolve: { alias: shared },
    plugins: [bundledReport()],
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        external: ['electron'],
        input: { workspace: resolve('src/preload/workspace.ts'), 'sign-in': resolve('src/preload/sign-in.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs', strict: true },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    resolve: {
      alias: [
        { find: /^zod$/, replacement: resolve('src/renderer/zod-without-eval.ts') },
        ...Object.entries({ ...shared, '@renderer': resolve('src/renderer') }).map(([find, replacement]) => ({ find, replacement })),
      ],
    },
    // vue-i18n asks for these when it runs and takes what is not said for yes: its devtools and its old API would be in the app.
    define: { __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_LEGACY_API__: 'false' },
    plugins: [vue(), chunkReport(), bundledReport()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rollupOptions: {
        input: {
          workspace: resolve('src/renderer/workspace/index.html'),
          'sign-in': resolve('src/renderer/sign-in/index.html'),
        },
        output: { codeSplitting: { groups: [startChunks()] } },
      },
    },
  },
})
