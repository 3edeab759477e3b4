import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from 'zod'
import { openSettingsFile, type SettingsFile } from '../settings/settings-file'

const stateSchema = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
  isMaximized: z.boolean(),
})
type WindowState = z.infer<typeof stateSchema>

const DEFAULT_SIZE = { width: 1280, height: 800 }

/** Where the workspace window was, restored only where a screen still is. */
export interface WindowStateStore {
  bounds(): Partial<Rectangle> & { width: number; height: number }
  isMaximized(): boolean
  /** Notes the window's place whenever it closes. */
  follow(window: BrowserWindow): void
}

export function openWindowState(folder: string): WindowStateStore {
  const file: SettingsFile<WindowState> = openSettingsFile({
    folder,
    name: 'window',
    schema: stateSchema,
    defaults: () => ({ bounds: null, isMaximized: false }),
  })
  return {
    bounds: () => {
      const { bounds } = file.read()
      return bounds && isOnScreen(bounds) ? bounds : DEFAULT_SIZE
    },
    isMaximized: () => file.read().isMaximized,
    follow: (window) => {
      window.on('close', () => {
        // A place that cannot be noted (a full disk) must not keep the guards of the drafts from running.
        file.write({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
      })
    },
  }
}

/** At least a title bar's worth of the window lies on some screen. */
function isOnScreen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const overlap = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    return overlap >= 100 && y >= workArea.y - 10 && y < workArea.y + workArea.height - 40
  })
}
