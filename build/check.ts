import { runMain } from './setup-error'
import { staticChecks, unitTests } from './stages'
import { closingLines, exitCodeOf } from './tally'

/** `npm run check [-- filter]`: what can be known without a window: lint, types, unit tests. */
await runMain(async () => {
  const results = [...(await staticChecks()), await unitTests(process.argv.slice(2))]
  for (const line of closingLines(results)) console.log(line)
  return exitCodeOf(results)
})
