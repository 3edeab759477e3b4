import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createWalkWorld } from '../support/state-walk'
const LOG = '/tmp/orca/debug.out'
rmSync(LOG, { force: true })
const lang = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }
const env = { ...process.env, ...lang, GTK_MODULES: 'gail:atk-bridge' }
const openbox = spawn('openbox', [], { env, stdio: 'ignore' })
const orca = spawn('orca', ['--replace', '--debug-file', LOG, '-d', 'braille'], { env, stdio: ['ignore', 'inherit', 'inherit'] })
const until = async (what: () => boolean, limit = 20000) => { const end = Date.now() + limit; while (!what() && Date.now() < end) await new Promise((r) => setTimeout(r, 100)); return what() }
console.log('orca log', await until(() => existsSync(LOG)))
let at = 0
const quiet = async (ms = 900) => { let size = -1; let since = Date.now(); while (Date.now() - since < ms) { const now = existsSync(LOG) ? statSync(LOG).size : 0; if (now !== size) { size = now; since = Date.now() } await new Promise((r) => setTimeout(r, 100)); if (Date.now() - since > 15000) break } }
const spoken = () => { const text = readFileSync(LOG, 'utf8'); const part = text.slice(at); at = text.length; return [...part.matchAll(/^.*SPEECH OUTPUT: '(.*?)'(?:\s*\{.*)?$/gm)].map((m) => m[1]) }
const world = await createWalkWorld('en', { generatedUsers: 20 })
const app = await world.launch({ args: ['--force-renderer-accessibility'], env: lang })
const key = (...k: string[]) => execFileSync('xdotool', ['key', '--clearmodifiers', ...k], { env })
const type = (t: string) => execFileSync('xdotool', ['type', '--delay', '30', t], { env })
const say = async (what: string, act: () => unknown) => { await act(); await quiet(); console.log(`\n» ${what}`); for (const line of spoken()) console.log(`   “${line}”`) }
try {
  await quiet(); spoken()
  console.log('\n== 1 sign in, find, change, save')
  await say('sign-in window asked for', () => key('Return'))
  await say('user name, Tab', () => { type('admin'); key('Tab') })
  await say('password, Enter', async () => { type(world.passwords.admin); key('Return'); await app.workspace.getByTestId('menu-sys-user-index').waitFor() })
  await say('to the menu: users', async () => { await app.workspace.getByTestId('menu-sys-user-index').focus() })
  await say('Enter', async () => { key('Return'); await app.workspace.getByTestId('range-text').waitFor() })
  await say('Ctrl+F', () => key('ctrl+f'))
  await say('editor, Enter', () => { type('editor'); key('Return') })
  await say('Enter opens', async () => { key('Return'); await app.workspace.getByTestId('field-phone').or(app.workspace.getByTestId('field-tel')).waitFor() })
  await say('phone, typed', async () => { await app.workspace.locator('[data-testid="field-phone"],[data-testid="field-tel"]').first().focus(); key('ctrl+a'); type('13800000001') })
  await say('Ctrl+S', async () => { key('ctrl+s'); await app.workspace.locator('[data-testid="draft-bar"][data-state="saved"]').waitFor() })
  await say('Escape', () => key('Escape'))
  console.log('\n== 2 a new user with errors')
  await say('Ctrl+N', async () => { await app.workspace.getByTestId('create').press('Enter'); await app.workspace.getByTestId('field-name').or(app.workspace.getByTestId('field-username')).first().waitFor() })
  await say('Ctrl+S empty', () => key('ctrl+s'))
  await say('name typed, Tab', () => { type('anna'); key('Tab') })
  await say('Shift+Tab', () => key('shift+Tab'))
  await say('Escape', () => key('Escape'))
  console.log('\n== 3 both tokens end under an edit')
  await say('back in list, open', async () => { await app.workspace.keyboard.press('Escape'); await app.workspace.locator('[data-testid^="row-"] [role=gridcell]').first().focus(); key('Return') })
  await say('typed', async () => { await app.workspace.locator('[data-testid="field-phone"],[data-testid="field-tel"]').first().focus(); key('ctrl+a'); type('555') ; await world.backend.expireTokens?.() })
} finally {
  await world.close()
  orca.kill('SIGKILL')
  openbox.kill()
}
