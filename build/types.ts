import { runMain } from './setup-error'
import { typeChecks } from './stages'
import { closingLines, exitCodeOf } from './tally'

/** `npm run types`: what the compiler says of program and tests, and nothing else: while a change goes from file to file. */
await runMain(async () => {
  const results = await typeChecks()
  for (const line of closingLines(results)) console.log(line)
  return exitCodeOf(results)
})
