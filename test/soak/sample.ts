import type { RunningApp } from '../support/launch-app'

/** What is in use once all that nobody holds has been collected. */
export interface Sample {
  readonly minute: number
  /** Unix milliseconds. */
  readonly atMs: number
  /** Bytes. */
  readonly mainHeap: number
  readonly pageHeap: number
  /** Sockets, timers, files and the like that keep main alive. */
  readonly handles: number
  readonly nodes: number
  readonly windows: number
}

/** Collects garbage in main and in the page, and measures; both by the debugger that main has of each page. */
export async function takeSample({ electron }: RunningApp, minute: number): Promise<Sample> {
  const measured = await electron.evaluate(async ({ BrowserWindow }) => {
    // No function in here has a name: what the compiler adds for those is not there in main.
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose_gc')
    const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void
    const [window] = BrowserWindow.getAllWindows()
    if (!window) throw new Error('There is no window.')
    const { debugger: page } = window.webContents
    page.attach('1.3')
    try {
      for (let round = 0; round < 3; round += 1) {
        collect()
        await page.sendCommand('HeapProfiler.collectGarbage')
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      await page.sendCommand('Performance.enable')
      const { metrics } = (await page.sendCommand('Performance.getMetrics')) as { metrics: { name: string; value: number }[] }
      return { mainHeap: process.memoryUsage().heapUsed, metrics, handles: process.getActiveResourcesInfo().length, windows: BrowserWindow.getAllWindows().length }
    } finally {
      page.detach()
    }
  })
  const { metrics, ...ofMain } = measured
  const ofPage = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return { minute, atMs: Date.now(), ...ofMain, pageHeap: ofPage('JSHeapUsedSize'), nodes: ofPage('Nodes') }
}
