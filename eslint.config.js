import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/**
 * Who may import whom, as lint errors: docs/architecture.md, "Who may import whom". Each rule here has
 * its case in test/unit/lint/forbidden-imports.test.ts.
 */

/** Patterns of `no-restricted-imports` for paths that lead into these folders, from anywhere below src. */
const folders = (names, why) => ({ regex: `(^|/)(${names.join('|')})(/|$)`, message: why })
const packages = (names, why) => ({ regex: `^(node:)?(${names.join('|')})(/|$)`, message: why })

const VUE = ['vue', 'vue-router', 'vue-i18n', 'pinia', 'element-plus', '@lucide/vue', '@tanstack/vue-virtual']
const ONE_FILE_ONLY = [
  { name: 'keytar', file: 'src/main/secrets/keychain.ts' },
  { name: 'libsql', file: 'src/main/sqlite/open.ts' },
  { name: 'electron-store', file: 'src/main/settings/settings-file.ts' },
  { name: 'electron-log', file: 'src/main/log.ts' },
]
const singleFilePackages = (except = []) => ONE_FILE_ONLY.filter(({ name }) => !except.includes(name)).map(({ name, file }) => packages([name], `Only ${file} may import ${name}.`))

const MAIN_FOLDERS = {
  session: ['app', 'backend', 'bridge', 'demo', 'settings', 'store', 'sync', 'security', 'sqlite'],
  backend: ['app', 'bridge', 'demo', 'settings', 'store', 'sync', 'sqlite'],
  store: ['app', 'backend', 'bridge', 'demo', 'session', 'settings', 'sync', 'security'],
  sync: ['app', 'bridge', 'demo', 'settings', 'security', 'sqlite'],
  bridge: ['app', 'backend', 'demo', 'sqlite'],
  secrets: ['app', 'backend', 'bridge', 'demo', 'session', 'settings', 'store', 'sync', 'sqlite'],
  settings: ['app', 'backend', 'bridge', 'demo', 'session', 'store', 'sync', 'sqlite'],
  security: ['app', 'backend', 'bridge', 'demo', 'session', 'settings', 'store', 'sync', 'sqlite'],
  sqlite: ['app', 'backend', 'bridge', 'demo', 'secrets', 'session', 'settings', 'store', 'sync', 'security'],
  demo: ['app', 'backend', 'bridge', 'secrets', 'session', 'settings', 'store', 'sync', 'security'],
  app: ['demo', 'sqlite'],
}
/** The engine and the stores run in plain Node: in tests, benches, and other programs. */
const WITHOUT_ELECTRON = ['session', 'store', 'sync', 'sqlite', 'demo', 'secrets']

const noProcess = (names) => folders(names, 'No process imports another process: they talk over the bridge.')

/** One use in one file each: everything else goes through that file. */
const RAW = [
  { selector: "ImportSpecifier[imported.name='ipcMain']", message: 'Only src/main/bridge/register.ts uses ipcMain.', file: 'src/main/bridge/register.ts' },
  { selector: "ImportSpecifier[imported.name='ipcRenderer']", message: 'Only src/preload/bridge-of.ts uses ipcRenderer.', file: 'src/preload/bridge-of.ts' },
  { selector: 'MemberExpression[property.name=/^(openExternal|openPath)$/]', message: 'Only src/main/security/external-links.ts opens things outside.', file: 'src/main/security/external-links.ts' },
  {
    selector:
      "CallExpression[callee.type='MemberExpression'][callee.property.name='send'][callee.object.name=/contents$/i], CallExpression[callee.property.name='send'][callee.object.property.name='webContents']",
    message: 'Only src/main/bridge/push.ts sends to a page.',
    file: 'src/main/bridge/push.ts',
  },
  { selector: 'ImportExpression[source.value=/^(keytar|libsql|electron-store)$/]', message: 'Only the one file that owns this package may load it, by `require`.', file: [] },
  {
    selector: 'CallExpression[callee.name=/^require/][arguments.0.value=/^(keytar|libsql|electron-store)$/]',
    message: 'Only the one file that owns this package may load it.',
    file: ['src/main/secrets/keychain.ts', 'src/main/sqlite/open.ts'],
  },
  { selector: 'ImportExpression[source.value=/demo/]', message: 'Only src/main/index.ts brings in the embedded back-end.', file: 'src/main/index.ts' },
  {
    selector: "CallExpression[callee.property.name='reveal']",
    message: 'Only backend/dialect.ts and session/token-vault.ts may take a token out of its wrapper.',
    file: ['src/main/backend/dialect.ts', 'src/main/session/token-vault.ts'],
  },
  { selector: 'Property[key.name=/^(allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|allowpopups)$/]', message: "Electron's security checklist, points 8 to 11.", file: [] },
  {
    selector:
      "Property[key.name='webSecurity'][value.value=false], Property[key.name=/^(sandbox|contextIsolation)$/][value.value=false], Property[key.name=/^(nodeIntegration.*|webviewTag)$/][value.value=true]",
    message: "Electron's security checklist, points 2 to 6 and 11.",
    file: [],
  },
]
const rawRules = (file) => RAW.filter((raw) => ![raw.file].flat().includes(file)).map(({ selector, message }) => ({ selector, message }))
const RAW_FILES = [...new Set(RAW.flatMap(({ file }) => file))]

const restricted = (patterns, paths = []) => ({ 'no-restricted-imports': ['error', { patterns, paths }] })
const mainRules = (folder, except = [], more = []) =>
  restricted([
    noProcess(['renderer', 'preload']),
    packages(VUE, 'Main has no pages.'),
    ...singleFilePackages(except),
    ...(MAIN_FOLDERS[folder] ? [{ regex: `^\\.\\./(.*/)?(${MAIN_FOLDERS[folder].join('|')})(/|$)`, message: `src/main/${folder} may not import that folder: the arrows run one way.` }] : []),
    ...(WITHOUT_ELECTRON.includes(folder) ? [packages(['electron'], `src/main/${folder} runs in plain Node.`)] : []),
    ...more,
  ])

/** What no page may import. */
const PAGE_ONLY = [
  packages(['electron', 'axios', 'keytar', 'libsql', 'jose', 'hono', 'fs', 'path', 'os', 'child_process', 'crypto', 'net', 'http', 'https'], 'A page reaches the world only over the bridge.'),
  { regex: '^node:', message: 'A page has no Node.' },
]

/** A style sheet that a component brings in by itself styles every page that is open: docs/architecture.md, "The other folders". */
const NO_SHEETS = { regex: '\\.css$', message: 'Only main.ts brings in a sheet of styles/; a component has <style scoped>.' }

/** What a template may say without a word of the locales: signs, names of products, keys. Everything else that people read is in both languages. */
const NO_WORDS = [...'(),.&+-=*/#%?:[]{}<>·•‐–—−|×…', 'Holdfast', 'Electron', 'Chromium', 'Ctrl+S']
/** Attributes and properties whose text people read or hear. */
const READ_ATTRIBUTES = ['title', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext', 'placeholder', 'alt', 'label', 'legend', 'text', 'lead']

/** What a folder of the workspace page may not import. */
const WORKSPACE_FOLDERS = {
  i18n: ['features', 'records', 'app', 'grid', 'ui', 'stores', 'bridge'],
  ui: ['features', 'records', 'app', 'grid', 'stores/(?!announcer$)[^/]+', 'bridge'],
  grid: ['features', 'records', 'app', 'stores/(?!announcer$)[^/]+', 'bridge'],
  stores: ['features', 'records', 'app', 'grid', 'ui'],
  app: ['features', 'records', 'grid'],
  records: ['features'],
}

export default tseslint.config(
  { ignores: ['out/**', 'node_modules/**', 'test/fixtures/**'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, project: ['./tsconfig.json', './tsconfig.web.json', './tsconfig.test.json'], extraFileExtensions: ['.vue'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'no-console': 'error',
    },
  },
  { files: ['src/**/*.{ts,vue}'], rules: { 'no-restricted-syntax': ['error', ...rawRules('')] } },
  ...RAW_FILES.map((file) => ({ files: [file], rules: { 'no-restricted-syntax': ['error', ...rawRules(file)] } })),
  {
    files: ['src/shared/**'],
    rules: restricted([noProcess(['main', 'preload', 'renderer']), { regex: '^(?!zod$|\\.\\.?/)', message: 'src/shared is pure: zod and its own files only.' }]),
  },
  {
    files: ['src/preload/**'],
    rules: {
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            noProcess(['main', 'renderer']),
            { regex: '^(?!electron$|\\./|@shared/)', message: 'A preload imports electron and the call names, nothing that runs.' },
            { regex: '^@shared/(?!bridge/names$)', allowTypeImports: true, message: 'Of the contract a preload runs only bridge/names (no zod in its bundle).' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/renderer/**'],
    rules: restricted([noProcess(['main', 'preload']), NO_SHEETS, ...PAGE_ONLY]),
  },
  { files: ['src/renderer/*/main.ts'], rules: restricted([noProcess(['main', 'preload']), ...PAGE_ONLY]) },
  {
    files: ['src/renderer/**/*.vue'],
    rules: {
      'vue/enforce-style-attribute': ['error', { allow: ['scoped'] }],
      'vue/no-bare-strings-in-template': ['error', { allowlist: NO_WORDS, attributes: { '/.+/': READ_ATTRIBUTES }, directives: ['v-text'] }],
    },
  },
  ...Object.entries(WORKSPACE_FOLDERS).map(([folder, closed]) => ({
    files: [`src/renderer/workspace/${folder}/**`],
    rules: restricted([
      noProcess(['main', 'preload']),
      NO_SHEETS,
      ...PAGE_ONLY,
      { regex: `^\\.\\./(.*/)?(${closed.join('|')})(/|$)`, message: `workspace/${folder} may not import that folder: features → records → grid → ui, records → app → stores, everything → i18n.` },
      ...(folder === 'ui' ? [{ regex: '^@shared/resources', message: 'Controls know nothing of records.' }] : []),
    ]),
  })),
  {
    files: ['src/renderer/workspace/features/**'],
    rules: restricted([
      noProcess(['main', 'preload']),
      NO_SHEETS,
      ...PAGE_ONLY,
      { regex: '^\\.\\./(?!\\.\\.)', message: 'No feature imports another feature: what two of them need belongs to app/, records/ or stores/.' },
    ]),
  },
  {
    files: ['src/renderer/**'],
    ignores: ['src/renderer/*/bridge.ts'],
    rules: { 'no-restricted-syntax': ['error', ...rawRules(''), { selector: "MemberExpression[object.name='window'][property.name='holdfast']", message: 'Only bridge.ts touches window.holdfast.' }] },
  },
  { files: ['src/main/**'], rules: mainRules('') },
  ...Object.keys(MAIN_FOLDERS).map((folder) => ({ files: [`src/main/${folder}/**`], rules: mainRules(folder) })),
  {
    files: ['src/main/sync/reads/**'],
    rules: mainRules('sync', [], [{ regex: '^\\.\\./(.*/)?outbox(/|$)', message: 'The outbox reads records again; reading knows nothing of the outbox.' }]),
  },
  ...ONE_FILE_ONLY.map(({ name, file }) => ({ files: [file], rules: mainRules(file.split('/')[2], [name]) })),
  { files: ['build/**', 'test/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
)
