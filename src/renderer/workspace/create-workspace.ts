import { noteUncaught } from '@renderer/note-uncaught'
import type { Locale } from '@shared/views'
import { createPinia } from 'pinia'
import { type App as VueApp, createApp } from 'vue'
import App from './App.vue'
import { type Bridge, provideBridge } from './bridge'
import { createWords } from './i18n/setup'
import { provideWords } from './i18n/use-text'
import { createWorkspaceRouter } from './router'
import { useAppState } from './stores/app-state'

/**
 * Builds one workspace from its bridge. The state of main is asked for before mounting, so that the first words and
 * colours are the right ones; it is a local call, and the frame in index.html is on screen meanwhile.
 */
export async function createWorkspace(bridge: Bridge): Promise<VueApp> {
  const app = createApp(App)
  noteUncaught(app, bridge.noteFault)
  const pinia = createPinia()
  provideBridge(app, bridge)
  app.use(pinia)
  const state = useAppState(pinia)
  // Before the question, so that no push falls between the answer and the first component.
  app.onUnmount(state.subscribe())
  await state.load()
  provideWords(app, createWords(state.locale ?? guessLocale()))
  app.use(createWorkspaceRouter())
  return app
}

/** Only for saying that the state of main could not be had. */
function guessLocale(): Locale {
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en'
}
