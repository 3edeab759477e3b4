import { runBackendProcess } from '../src/main/demo/run-backend-process'

/** `npm run backend [-- --help]`: the embedded back-end alone. Forked, it takes control messages on its channel. */
await runBackendProcess()
