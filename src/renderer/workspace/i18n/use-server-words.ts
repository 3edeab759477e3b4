import type { ProfileView } from '@shared/views'
import { useText } from './use-text'

type Color = ProfileView['color']
type Labelled = Pick<ProfileView, 'label' | 'labelText' | 'color'>

/** Production is red whatever was chosen: the one colour that must never mean anything else. */
export function markColor({ label, color }: Pick<ProfileView, 'label' | 'color'>): Color {
  return label === 'production' ? 'red' : color
}

/** Whether there is a colour to show; a grey server without a label has none. */
export function isMarked(profile: Pick<ProfileView, 'label' | 'color'>): boolean {
  return profile.label !== 'none' || profile.color !== 'grey'
}

export interface ServerWords {
  /** What a server is called on its own; the demo is called what it is. */
  title(profile: Pick<ProfileView, 'name' | 'isDemo'>): string
  /** The label's word; null without one. */
  label(profile: Labelled): string | null
}

/** A server's name and label as they stand on chips, lists and menus. Inside a sentence: `useServerName`. */
export function useServerWords(): ServerWords {
  const { t } = useText()
  return {
    title: ({ name, isDemo }) => (isDemo ? t('app.demo') : name),
    label: ({ label, labelText }) => {
      if (label === 'none') return null
      return label === 'custom' ? labelText || null : t(`servers.labels.${label}`)
    },
  }
}
