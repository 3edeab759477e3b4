// The script under "How it is built" is what the README promises of the engine: plain Node, any server, about 20 lines.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BackendProcess, startBackendProcess } from '../../support/backend-process'
import { inject } from '../../support/fault-kinds'
import { createFaultProxy, type FaultProxy } from '../../support/fault-proxy'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const script = /```ts\n([\s\S]*?createSession\([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? ''

let server: BackendProcess
let proxy: FaultProxy
beforeAll(async () => {
  server = await startBackendProcess({ refresh: 'rotating' })
  proxy = await createFaultProxy({ target: server.url })
})
afterAll(async () => {
  await proxy.close()
  await server.close()
})

/** Runs it as `tsx` would, from the standard input: nothing is written into the project. */
async function run(...args: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-', ...args], { cwd: root })
  child.stdin.end(script)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, output, errors }
}

describe("the README's script", () => {
  it('is about twenty lines long', () => {
    expect(script.trim().split('\n').length).toBeGreaterThan(15)
    expect(script.trim().split('\n').length).toBeLessThan(28)
  })

  it('signs in to a server, renews an expired token on the way, and shows the user', async () => {
    proxy.on({ path: '/sys/user/info', times: 1 }, inject({ status: 401, body: { code: 50014, message: 'Expired token' } }))
    const { code, output, errors } = await run(proxy.url, 'admin', 'admin')
    expect(errors).toBe('')
    expect(JSON.parse(output)).toMatchObject({ me: { username: 'admin' }, renewals: 1 })
    expect(code).toBe(0)
    expect((await server.control.counts()).refresh).toBe(1)
  })
})
