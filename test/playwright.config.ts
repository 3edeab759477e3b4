import { defineConfig } from '@playwright/test'

/** The whole app in real Electron. One at a time: windows share a display, and the machine may have two cores. */
export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  outputDir: '../out/e2e',
})
