import { runMain } from './setup-error'
import { quickChecks } from './stages'
import { closingLines, exitCodeOf } from './tally'

/** `npm run check [-- filter]`: what can be known without a window: lint, types, unit tests. */
await runMain(async () => {
  const results = await quickChecks(process.argv.slice(2))
  for (const line of closingLines(results)) console.log(line)
  return exitCodeOf(results)
})
