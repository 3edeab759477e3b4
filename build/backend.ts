import { runBackendProcess } from '../test/support/backend/run-backend-process'

/** `npm run backend [-- --help]`: the embedded back-end alone. Forked, it takes control messages on its channel. */
await runBackendProcess()
