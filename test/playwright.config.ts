import { defineConfig } from '@playwright/test'

/** One display for each worker: two windows on one would take the focus from each other. */
const displays = JSON.parse(process.env['HOLDFAST_DISPLAYS'] ?? '[]') as readonly Readonly<Record<string, string>>[]
Object.assign(process.env, displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)])

/** The whole app in real Electron, by `npm run test:e2e`, which says how many at a time. */
export default defineConfig({
  globalSetup: './support/built-programs.ts',
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // Limits are there to end what hangs, not to time it: on a busy machine the same step takes many times as long.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  outputDir: '../out/e2e',
})
