import { spawn } from 'node:child_process'
import { viteEnv } from './app-build'
import { onDisplay, prepareRuntime } from './launch'
import { projectDir } from './paths'
import { toolPath, untilEnded } from './processes'
import { sandboxFlag } from './sandbox-flag'
import { runMain } from './setup-error'

/** `npm run dev [-- flags of the app]`: the app with hot reload of its pages and a restart on changes of main. */
await runMain(async () => {
  const runtime = await prepareRuntime('start')
  const flag = sandboxFlag()
  if (flag.note) console.log(flag.note)
  return onDisplay(async (display) => {
    const args = [toolPath('electron-vite', 'bin', 'electron-vite.js'), 'dev', '--watch', '--', ...flag.args, ...process.argv.slice(2)]
    const env = { ...viteEnv(), ...display.env, ELECTRON_EXEC_PATH: runtime.executable }
    return untilEnded(spawn(process.execPath, args, { cwd: projectDir, stdio: 'inherit', env }))
  })
})
