// F38: after a run with renewals, both tokens' death, refusals and saves, no token and no password of the run may be found
// anywhere but in the keychain: in no message between page and main, not in a page's memory or storage, not on the disk, not
// in the log, not in a crash dump, not in what the processes were started with. The one exception is the password's own way
// from the sign-in window to main. Each place is also searched for something that is there: the search can find.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { callChannel, SIGN_IN_CALLS, WORKSPACE_CALLS } from '../../src/shared/bridge/names'
import { cookiesOf, heapOf, processesOf, storageOf, watchSessions, writeToStorage } from '../support/app-leavings'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { recordBridge } from '../support/bridge-recorder'
import type { Fault } from '../support/fault-kinds'
import type { RunningApp } from '../support/launch-app'
import { filesBelow, partsOfToken, type Place, placesWith } from '../support/secret-search'

/** A word that stands in a place for certain, because the test or the story has put it there. */
const CANARY = 'canary-5f1c9d'
const TYPED = ['13900000001', '13900000002', '13900000003'] as const

let world: AppWorld
/** Every token that crossed the wire, whichever way. */
let tokens: Set<string>
test.beforeEach(async () => {
  world = await createAppWorld({ backend: { refresh: 'rotating' } })
  const heard = new Set<string>()
  tokens = heard
  const listen: Fault = async (ask, { headers }) => {
    const sent = headers.authorization?.replace(/^Bearer /, '')
    if (sent) heard.add(sent)
    const outcome = await ask()
    if (outcome.kind === 'answer') for (const found of outcome.answer.body.toString().match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []) heard.add(found)
    return outcome
  }
  world.proxy.on({}, listen)
})
test.afterEach(() => world.close())

const secretTokens = (): string[] => [...tokens].flatMap(partsOfToken)
const secrets = (): string[] => [...secretTokens(), world.passwords.admin]

async function typeInto({ workspace }: RunningApp, phone: string): Promise<void> {
  await workspace.getByTestId('field-tel').fill(phone)
}

async function isSaved({ workspace }: RunningApp): Promise<void> {
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
}

/** Sign-in, a renewal, the death of both tokens, a refused sign-in, a good one, a page that starts again, and work left open. */
async function playStory(app: RunningApp): Promise<void> {
  const { workspace } = app
  await app.signIn('admin', world.passwords.admin)
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await typeInto(app, TYPED[0])
  await world.backend.control.expireAccessTokens()
  await workspace.getByTestId('save').click()
  await isSaved(app)

  await typeInto(app, TYPED[1])
  await world.backend.control.expireAllTokens()
  await workspace.getByTestId('save').click()
  const dialog = await app.signInWindow()
  await dialog.getByTestId('signin-password').fill(`${world.passwords.admin}x`)
  await dialog.getByTestId('signin-submit').click()
  await expect(dialog.getByTestId('signin-error')).toBeVisible()
  // The password stands in this page by right; a token has no business there.
  const heap: Place[] = [['heap of the sign-in page', await heapOf(app.electron, 'sign-in')]]
  expect(placesWith(['Test server'], heap)).toHaveLength(1)
  expect(placesWith(secretTokens(), heap)).toEqual([])
  await app.signIn('admin', world.passwords.admin)
  await isSaved(app)

  await workspace.reload()
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await typeInto(app, TYPED[2])
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
}

test('F38: no token and no password of the run is found outside of the keychain', async () => {
  const app = await world.launch({ env: { HOLDFAST_BENCH: '1' }, onAttached: watchSessions })
  const { electron, workspace } = app
  let output = ''
  for (const stream of [electron.process().stdout, electron.process().stderr])
    stream?.on('data', (text: Buffer) => {
      output += text.toString()
    })
  const bridge = await recordBridge(electron)
  expect(bridge.channels).toEqual(expect.arrayContaining([...WORKSPACE_CALLS, ...SIGN_IN_CALLS].map(callChannel)))
  await playStory(app)
  // Three sign-ins and a renewal, each with an access and a refresh token; whatever is searched for below is searched in these.
  expect(tokens.size).toBeGreaterThanOrEqual(6)

  await test.step('bridge: the password crosses once for each sign-in, from the sign-in window to main, and nothing else does', async () => {
    const messages = await bridge.messages()
    const places = messages.map(({ direction, channel, bytes }): Place => [`${direction} ${channel}`, bytes])
    expect(placesWith([TYPED[0]], places)).toContain(`in ${callChannel('users.save')}`)
    expect(placesWith(['admin'], places)).toContain('push holdfast:event:session.changed')
    expect(placesWith([world.passwords.admin], places)).toEqual(Array(3).fill(`in ${callChannel('signIn.submit')}`))
    expect(placesWith(secretTokens(), places)).toEqual([])
    expect(messages.filter(({ direction }) => direction === 'loose')).toEqual([])
  })

  await test.step('the page: heap, storages, databases, cookies', async () => {
    const heap: Place[] = [['heap of the workspace', await heapOf(electron, 'workspace')]]
    expect(placesWith([TYPED[2]], heap)).toHaveLength(1)
    await writeToStorage(workspace, CANARY)
    const storage = await storageOf(workspace)
    expect(placesWith([CANARY], storage)).toEqual(['localStorage', 'sessionStorage', 'indexedDB'])
    const cookies = (await cookiesOf(electron, CANARY)).map((text, at): Place => [`cookies of session ${at}`, Buffer.from(text)])
    // Electron's default one, which nobody uses, the pages' own, and the profile's two: one for reads, one for writes.
    expect(placesWith([CANARY], cookies)).toHaveLength(4)
    expect(placesWith(secrets(), [...heap, ...storage, ...cookies])).toEqual([])
  })

  await test.step('the processes: arguments, environment, output', async () => {
    const processes = await processesOf(electron)
    expect(placesWith(['--data-dir='], processes)).toContainEqual(expect.stringContaining('arguments'))
    expect(placesWith(['HOLDFAST_BENCH'], processes)).toContain('environment of main')
    const all: Place[] = [...processes, ['output', Buffer.from(output)]]
    expect(placesWith(['holdfast:shell-visible'], all)).toContain('output')
    expect(placesWith(secrets(), all)).toEqual([])
  })

  await test.step('the disk, after a crash and the end: data folder, log, crash dumps', async () => {
    const crashDumps = await electron.evaluate(({ app }) => app.getPath('crashDumps'))
    await crash(app)
    await app.quit()
    mkdirSync(crashDumps, { recursive: true })
    writeFileSync(join(crashDumps, 'canary.dmp'), CANARY)
    const places = [...filesBelow(world.dataDir, 'data'), ...filesBelow(crashDumps, 'crash dumps')]
    expect(placesWith([CANARY], places)).toContain('crash dumps/canary.dmp')
    // The windows' session lives in memory: what a page writes into its storages never reaches the disk.
    expect(placesWith([CANARY], places).filter((place) => place.includes('Storage') || place.includes('IndexedDB'))).toEqual([])
    expect(placesWith(['Holdfast'], places)).toContain('data/logs/main.log')
    expect(places.map(([name]) => name)).toEqual(expect.arrayContaining([expect.stringContaining('user-1.db')]))
    expect(placesWith(secrets(), places)).toEqual([])
  })
})

/** The page dies with all that it holds, and is there again with its draft. */
async function crash({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(
    ({ webContents }) =>
      new Promise<void>((resolve) => {
        const contents = webContents.getAllWebContents()[0]
        contents?.once('did-finish-load', () => {
          resolve()
        })
        contents?.forcefullyCrashRenderer()
      }),
  )
}

test('F38: the search finds a secret in every form in which a program might have left it', () => {
  const token = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"user_id":"1","jti":"x"}').toString('base64url')}.c2lnbmF0dXJlLWJ5LW5vYm9keS1hdC1hbGw`
  const stored = JSON.stringify({ access: token, userId: 1 })
  const places: Place[] = [
    ['plain', Buffer.from(`Authorization: Bearer ${token}`)],
    ['UTF-16', Buffer.from(`..${token}`, 'utf16le')],
    ['hex', Buffer.from(Buffer.from(stored).toString('hex'))],
    ['base64', Buffer.from(Buffer.from(stored).toString('base64'))],
    ['base64, one further', Buffer.from(Buffer.from(` ${stored}`).toString('base64'))],
    ['base64url, two further', Buffer.from(Buffer.from(`  ${stored}`).toString('base64url'))],
    ['claims alone', Buffer.from(`claims=${partsOfToken(token)[1]}`)],
    ['signature alone', Buffer.from(`signature=${partsOfToken(token)[2]}`)],
    ['another token', Buffer.from(token.split('').reverse().join(''))],
  ]
  expect(placesWith(partsOfToken(token), places)).toEqual(places.map(([name]) => name).slice(0, -1))
})
