import { config } from 'zod'

/**
 * zod compiles schemas with `new Function` where it may. The page's content security policy forbids that and reports
 * even the attempt, so this module is imported before any module that makes a schema.
 */
config({ jitless: true })
