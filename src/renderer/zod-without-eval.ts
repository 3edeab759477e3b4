import { config } from 'zod/v4'

/**
 * zod as the pages have it: it never tries `new Function`, which the pages' content security policy forbids and reports.
 * The build puts this module in the place of `zod` for all of the renderer, so that no chunk can make a schema before
 * the setting holds, whatever the order in which chunks are loaded.
 */
config({ jitless: true })

export * from 'zod/v4'
