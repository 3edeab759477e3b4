import { buildApp } from './app-build'
import { runMain } from './setup-error'

/** `npm run build`: main, preloads and renderers into `out/`. */
await runMain(() => buildApp(process.argv.slice(2)))
