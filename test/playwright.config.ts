import { defineConfig } from '@playwright/test'

/** The whole app in real Electron. One at a time: windows share a display, and the machine may have two cores. */
export default defineConfig({
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
