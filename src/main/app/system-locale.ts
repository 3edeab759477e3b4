import { app } from 'electron'
import type { Locale } from '@shared/views'

/** The operating system's preferred language, narrowed to one that we have. After `ready`. */
export function systemLocale(): Locale {
  return app.getPreferredSystemLanguages()[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
