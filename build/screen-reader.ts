import { READER_PROGRAMS } from '../test/screen-reader/reader'
import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { findCommand, typeScriptArgs } from './processes'
import { runMain, SetupError } from './setup-error'

/** `npm run screen-reader`: what Orca says of five journeys by keys alone. Linux only, and not part of `npm test`: it is for a person to read. */
await runMain(async () => {
  const missing = READER_PROGRAMS.filter((name) => findCommand(name) === undefined)
  if (missing.length > 0) throw new SetupError({ happened: `${missing.join(', ')} is not installed here.`, kept: 'Nothing was changed.', todo: `As root: apt-get install ${missing.join(' ')}` })
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime) }
    return runWithKeyring(process.execPath, typeScriptArgs('test/screen-reader/main.ts'), env)
  }, true)
})
