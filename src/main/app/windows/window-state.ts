import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from 'zod'
import { openSettingsFile, type SettingsFile } from '../../settings/settings-file'
import { cascade, within } from './cascade'

const stateSchema = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
  isMaximized: z.boolean(),
})
type WindowState = z.infer<typeof stateSchema>

const DEFAULT_SIZE = { width: 1280, height: 800 }

/** Where the workspace window was, restored only where a screen still is, and no larger than that. */
export interface WindowStateStore {
  /** `front`: the window to open beside; null for the first one, which opens where the last one was. */
  bounds(front: BrowserWindow | null): Partial<Rectangle> & { width: number; height: number }
  isMaximized(): boolean
  /** Notes the window's place when it closes, if it was the one last in front: of several, that one is the next start's. */
  follow(window: BrowserWindow): void
}

export function openWindowState(folder: string): WindowStateStore {
  const file: SettingsFile<WindowState> = openSettingsFile({
    folder,
    name: 'window',
    schema: stateSchema,
    defaults: () => ({ bounds: null, isMaximized: false }),
  })
  /** The one last in front comes first. */
  const open: BrowserWindow[] = []
  return {
    bounds: (front) => {
      if (front) return besides(front, open)
      const { bounds } = file.read()
      // A smaller screen than last time, another scale, or a bar that takes its room: the edges have to be reached.
      if (bounds && isOnScreen(bounds)) return { ...within(bounds, screen.getDisplayMatching(bounds).workArea) }
      const { width, height } = screen.getPrimaryDisplay().workArea
      return { width: Math.min(DEFAULT_SIZE.width, width), height: Math.min(DEFAULT_SIZE.height, height) }
    },
    isMaximized: () => file.read().isMaximized,
    follow: (window) => {
      open.unshift(window)
      window.on('focus', () => {
        open.sort((a, b) => Number(b === window) - Number(a === window))
      })
      window.on('close', () => {
        // A place that cannot be noted (a full disk) must not keep the guards of the drafts from running.
        if (open[0] === window) file.write({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
      })
      window.on('closed', () => {
        open.splice(open.indexOf(window), 1)
      })
    },
  }
}

function besides(front: BrowserWindow, open: readonly BrowserWindow[]): Rectangle {
  const bounds = front.getNormalBounds()
  return {
    ...cascade(
      bounds,
      open.map((window) => window.getNormalBounds()),
      screen.getDisplayMatching(bounds).workArea,
    ),
  }
}

/** At least a title bar's worth of the window lies on some screen. */
function isOnScreen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const overlap = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    return overlap >= 100 && y >= workArea.y - 10 && y < workArea.y + workArea.height - 40
  })
}
