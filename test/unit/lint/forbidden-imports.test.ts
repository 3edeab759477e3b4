import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

/** One line that breaks an arrow, where it would stand, and what may stand there instead. */
const FORBIDDEN: readonly [file: string, code: string][] = [
  ['src/shared/result.ts', "import { app } from 'electron'\nvoid app"],
  ['src/shared/result.ts', "import { readFileSync } from 'node:fs'\nvoid readFileSync"],
  ['src/shared/result.ts', "import { createSession } from '../main/session/session'\nvoid createSession"],
  ['src/main/log.ts', "import { ref } from 'vue'\nvoid ref"],
  ['src/main/log.ts', "import { bridgeOf } from '../preload/bridge-of'\nvoid bridgeOf"],
  ['src/main/log.ts', "import '../renderer/workspace/main'"],
  ['src/preload/workspace.ts', "import { CONTRACT } from '@shared/bridge/contract'\nvoid CONTRACT"],
  ['src/preload/workspace.ts', "import { z } from 'zod'\nvoid z"],
  ['src/preload/workspace.ts', "import { createLog } from '../main/log'\nvoid createLog"],
  ['src/renderer/workspace/main.ts', "import { ipcRenderer } from 'electron'\nvoid ipcRenderer"],
  ['src/renderer/workspace/main.ts', "import { readFileSync } from 'node:fs'\nvoid readFileSync"],
  ['src/renderer/workspace/main.ts', "import axios from 'axios'\nvoid axios"],
  ['src/renderer/workspace/main.ts', "import { createSession } from '../../main/session/session'\nvoid createSession"],
  ['src/renderer/workspace/main.ts', 'void window.holdfast'],
  ['src/renderer/workspace/ui/EmptyState.vue', '<style>\n.title {\n  color: red;\n}\n</style>'],
  ['src/renderer/workspace/features/shell/WelcomePage.vue', '<style src="./welcome.css"></style>'],
  ['src/renderer/workspace/features/shell/WelcomePage.vue', "<script setup>\nimport './welcome.css'\n</script>"],
  ['src/renderer/workspace/records/ListBody.vue', "<script setup>\nimport '../../styles/list-page.css'\n</script>"],
  ['src/renderer/workspace/ui/EmptyState.vue', '<template>\n  <p>Nothing here yet</p>\n</template>'],
  ['src/renderer/workspace/ui/EmptyState.vue', '<template>\n  <p>{{ title }} 个</p>\n</template>'],
  ['src/renderer/workspace/features/shell/WelcomePage.vue', '<template>\n  <button type="button" title="Sign in" />\n</template>'],
  ['src/renderer/workspace/features/shell/WelcomePage.vue', '<template>\n  <EmptyState text="Sign in first" />\n</template>'],
  ['src/renderer/sign-in/SignIn.vue', '<template>\n  <input placeholder="User name" />\n</template>'],
  ['src/renderer/workspace/ui/use-tree.ts', "import { useUserOptions } from '../features/users/user-options'\nvoid useUserOptions"],
  ['src/renderer/workspace/ui/use-tree.ts', "import { useOutbox } from '../stores/outbox'\nvoid useOutbox"],
  ['src/renderer/workspace/ui/use-tree.ts', "import { useBridge } from '../bridge'\nvoid useBridge"],
  ['src/renderer/workspace/ui/use-tree.ts', "import { ROOT_ID } from '@shared/resources/field-rules'\nvoid ROOT_ID"],
  ['src/renderer/workspace/ui/use-tree.ts', "import axios from 'axios'\nvoid axios"],
  ['src/renderer/workspace/i18n/use-text.ts', "import { useOutbox } from '../stores/outbox'\nvoid useOutbox"],
  ['src/renderer/workspace/stores/outbox.ts', "import { useConnectionCheck } from '../app/use-connection-check'\nvoid useConnectionCheck"],
  ['src/renderer/workspace/grid/grid-column.ts', "import { useRowHeight } from '../records/use-row-height'\nvoid useRowHeight"],
  ['src/renderer/workspace/grid/grid-column.ts', "import { useOutbox } from '../stores/outbox'\nvoid useOutbox"],
  ['src/renderer/workspace/app/menu-items.ts', "import { usePagedList } from '../records/use-paged-list'\nvoid usePagedList"],
  ['src/renderer/workspace/records/editor-deps.ts', "import { useUserPage } from '../features/users/use-user-page'\nvoid useUserPage"],
  ['src/renderer/workspace/features/users/use-user-page.ts', "import { useServerEditing } from '../servers/use-server-editing'\nvoid useServerEditing"],
  ['src/main/sync/reads/reads.ts', "import { createOutbox } from '../outbox/outbox'\nvoid createOutbox"],
  ['src/main/session/session.ts', "import { createAuthorized } from '../backend/authorized'\nvoid createAuthorized"],
  ['src/main/session/session.ts', "import { app } from 'electron'\nvoid app"],
  ['src/main/backend/http.ts', "import { createReads } from '../sync/reads'\nvoid createReads"],
  ['src/main/backend/http.ts', "import { createDrafts } from '../store/drafts'\nvoid createDrafts"],
  ['src/main/store/drafts.ts', "import { createHttp } from '../backend/http'\nvoid createHttp"],
  ['src/main/sync/reads/reads.ts', "import { registerBridge } from '../bridge/register'\nvoid registerBridge"],
  ['src/main/bridge/handlers/workspace.ts', "import { createUsersResource } from '../../backend/resources/users'\nvoid createUsersResource"],
  ['src/main/app/desktop.ts', "import { startDemoBackend } from '../demo/start-demo-backend'\nvoid startDemoBackend"],
  ['src/main/app/desktop.ts', "void import('../demo/start-demo-backend')"],
  ['src/main/app/desktop.ts', "import { ipcMain } from 'electron'\nvoid ipcMain"],
  ['src/preload/workspace.ts', "import { ipcRenderer } from 'electron'\nvoid ipcRenderer"],
  ['src/main/app/desktop.ts', "export function send(contents: { send(a: string): void }) {\n  contents.send('x')\n}"],
  ['src/main/app/desktop.ts', "import { shell } from 'electron'\nvoid shell.openExternal('https://example.com')"],
  ['src/main/app/desktop.ts', "import keytar from 'keytar'\nvoid keytar"],
  ['src/main/app/desktop.ts', "void import('keytar')"],
  ['src/main/app/desktop.ts', "declare const requireHere: (id: string) => unknown\nvoid requireHere('libsql')"],
  ['src/main/store/drafts.ts', "import Database from 'libsql'\nvoid Database"],
  ['src/main/app/desktop.ts', "import Store from 'electron-store'\nvoid Store"],
  ['src/main/backend/authorized.ts', 'export function peek(token: { reveal(): string }) {\n  return token.reveal()\n}'],
  ['src/main/app/windows/web-preferences.ts', 'export const preferences = { sandbox: false }'],
  ['src/main/app/windows/web-preferences.ts', 'export const preferences = { webSecurity: false }'],
  ['src/main/app/windows/web-preferences.ts', 'export const preferences = { allowRunningInsecureContent: true }'],
]
/** The same words in the one file that owns them. */
const ALLOWED: readonly [file: string, code: string][] = [
  ['src/main/bridge/register.ts', "import { ipcMain } from 'electron'\nvoid ipcMain"],
  ['src/preload/bridge-of.ts', "import { ipcRenderer } from 'electron'\nvoid ipcRenderer"],
  ['src/main/secrets/keychain.ts', "declare const requireHere: (id: string) => unknown\nvoid requireHere('keytar')"],
  ['src/main/sqlite/open.ts', "import Database from 'libsql'\nvoid Database"],
  ['src/main/backend/dialect.ts', 'export function peek(token: { reveal(): string }) {\n  return token.reveal()\n}'],
  ['src/renderer/workspace/main.ts', "import '../styles/base.css'"],
  ['src/renderer/workspace/ui/EmptyState.vue', '<style scoped>\n.title {\n  color: red;\n}\n</style>'],
  ['src/renderer/workspace/features/shell/WelcomePage.vue', '<style scoped src="./welcome.css"></style>'],
  ['src/renderer/workspace/ui/EmptyState.vue', '<template>\n  <p title="Ctrl+S">{{ title }}: {{ count }}…</p>\n</template>'],
  ['src/renderer/workspace/ui/use-tree.ts', "import { useAnnouncer } from '../stores/announcer'\nvoid useAnnouncer"],
  ['src/main/sync/reads/reads.ts', "import { createDrafts } from '../store/drafts'\nvoid createDrafts"],
]

const BORDER_RULES = /no-restricted-(imports|syntax)$|^vue\/(enforce-style-attribute|no-bare-strings-in-template)$/
/** The rules under test look at words alone: without types the linter is ready at once. */
const WITHOUT_TYPES = { languageOptions: { parserOptions: { project: null } }, rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/no-misused-promises': 'off' } } as const
const eslint = new ESLint({ cwd: process.cwd(), overrideConfig: WITHOUT_TYPES })

async function borderErrors(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  return (result?.messages ?? []).filter(({ ruleId, severity }) => severity === 2 && BORDER_RULES.test(ruleId ?? '')).map(({ message }) => message)
}

describe('the arrows between folders are lint errors', () => {
  for (const [file, code] of FORBIDDEN) {
    it(`${file} may not say: ${code.split('\n')[0]}`, async () => {
      expect(await borderErrors(file, code)).not.toEqual([])
    })
  }
  for (const [file, code] of ALLOWED) {
    it(`${file} may say: ${code.split('\n')[0]}`, async () => {
      expect(await borderErrors(file, code)).toEqual([])
    })
  }
})
