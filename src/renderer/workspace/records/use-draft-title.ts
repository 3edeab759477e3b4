import type { DraftSummary } from '@shared/drafts'
import { isTemporaryId } from '@shared/resources/resource'
import { useText } from '../i18n/use-text'

/** What a draft is called where nothing else tells a new record from one that exists: a new user called admin is not the real one. */
export function useDraftTitle(): (draft: Pick<DraftSummary, 'recordId' | 'title'>) => string {
  const { t } = useText()
  return ({ recordId, title }) => {
    if (!isTemporaryId(recordId)) return title || t('drafts.untitled')
    // Without a name of its own it is called "New user" already.
    const isNamed = title !== '' && title !== t('users.form.untitled') && title !== t('departments.form.untitled')
    return isNamed ? t('drafts.newNamed', { title }) : title || t('drafts.untitled')
  }
}
