import { app, clipboard, crashReporter, dialog } from 'electron'
import type { Locale } from '@shared/views'
import { type Log, logFolder } from '../../log'
import { openOwnFolder } from '../../security/external-links'
import type { SecretStore } from '../../secrets/secret-store'
import type { PreferencesStore } from '../../settings/preferences'
import type { CompositionRoot } from '../composition-root'
import { aboutLine } from '../log-lines'
import { wordsFor } from '../messages'
import type { ProfileRuntime } from '../profiles/profile-runtime'
import { systemLocale } from '../system-locale'
import { createCrashDumps } from './crash-dumps'
import { createFaultWatch, type FaultWatch } from './fault-watch'
import { createFaultWindow } from './fault-window'
import { createRestart } from './restart'

/** Electron's part of docs/architecture.md, "Faults": from its making on, whatever goes wrong is logged and told. */
export interface FaultGuard {
  readonly faults: FaultWatch
  /** The start has failed. Resolves when the person has seen it, and the pages that are open all the same have kept what they hold. */
  cannotStart(error: unknown): Promise<void>
  /** Before the app is ready. */
  keepDumps(preferences: PreferencesStore): void
  /** A sign-out takes the dumps with it: they may hold the session. */
  followSession(runtime: Pick<ProfileRuntime, 'session'>): void
  /** From now on there are windows, work that may be in memory only, and a person's language. */
  attach(started: Started): void
}

interface Started {
  readonly compositionRoot: Pick<CompositionRoot, 'workspaces' | 'quitting' | 'closing'>
  readonly secrets: Pick<SecretStore, 'protection'>
  readonly locale: () => Locale
}

export function createFaultGuard({ log, dataFolder }: { readonly log: Log; readonly dataFolder: string }): FaultGuard {
  let started: Started | null = null
  let isEnding = false
  const restart = createRestart(app, () => started?.compositionRoot.quitting ?? null)
  const dumps = createCrashDumps({ dataFolder, wallMs: () => Date.now(), start: startReporter, onFault: log.of('crash').fault })
  const told = createFaultWindow({
    dialog,
    words: () => wordsFor((started?.locale ?? systemLocale)()),
    ready: () => app.whenReady(),
    nowMs: () => performance.now(),
    isDurable: () => started?.secrets.protection().state !== 'memory-only',
    logFolder: logFolder(dataFolder),
    about: aboutLine(app.getVersion(), process),
    openLogFolder: () => openOwnFolder(logFolder(dataFolder)),
    copy: (text) => {
      void clipboard.writeText(text)
    },
    restart,
  })
  const faults = createFaultWatch({ log: log.of('crash'), told, isEnding: () => isEnding || started?.compositionRoot.quitting.is === true, onCrash: dumps.prune })
  process.on('uncaughtException', faults.program)
  process.on('unhandledRejection', faults.program)
  app.on('child-process-gone', (_event, details) => {
    faults.processGone(details)
  })
  app.on('render-process-gone', (_event, contents, details) => {
    // Those of workspaces are looked after where they are loaded again (`windows/page-lifecycle.ts`).
    if (details.reason !== 'clean-exit' && started?.compositionRoot.workspaces.byContents(contents.id) === null) faults.otherPageGone(details)
  })
  app.on('before-quit', told.close)
  app.on('will-quit', () => {
    isEnding = true
  })
  return {
    faults,
    cannotStart: async (error) => {
      await faults.cannotStart(error)
      if (started) await started.compositionRoot.closing.keepWithoutAsking(started.compositionRoot.workspaces.all())
    },
    keepDumps: (preferences) => {
      dumps.begin(preferences.read().keepsCrashDumps)
      preferences.onChange(({ keepsCrashDumps }) => {
        if (!keepsCrashDumps) dumps.removeAll()
      })
    },
    followSession: ({ session }) => {
      session.onChange(({ state }) => {
        if (state === 'signed-out') dumps.removeAll()
      })
    },
    attach: (next) => {
      started = next
    },
  }
}

/** Nothing is uploaded, compressed or limited by a service: Electron writes, and we look after what it has written. */
function startReporter(folder: string): void {
  app.setPath('crashDumps', folder)
  crashReporter.start({ uploadToServer: false, compress: false })
}
