import { computed, nextTick, type Ref, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useRecordEditors } from '../../records/record-editors'
import { useText } from '../../i18n/use-text'

/** What of a user is shown beside the list. The place in the list, from 1, is the digit of Alt+digit. */
const USER_TABS = ['fields', 'access', 'activity'] as const
export type UserTab = (typeof USER_TABS)[number]

interface TabContent {
  readonly focus: () => unknown
}

export interface UserTabsParts {
  readonly drawer: Readonly<Ref<{ focusFirst: (field?: string) => void } | null>>
  readonly bar: Readonly<Ref<TabContent | null>>
  /** What stands in the tab that is shown, where that is not the form. */
  readonly content: Readonly<Ref<TabContent | null>>
}

/** Which tab of the user's drawer is shown, and what gets the focus with it. What is looked at stays, from user to user. */
export function useUserTabs({ drawer, bar, content }: UserTabsParts) {
  const { t } = useText()
  const route = useRoute()
  const editors = useRecordEditors('users')
  const chosen = ref<UserTab>('fields')
  /** Of a user that is not made yet there is no activity. */
  const lockOf = (tab: UserTab): string | null => (tab === 'activity' && editors.current?.isNew.value === true ? t('users.tabs.notYet') : null)
  const tab = computed<UserTab>(() => (lockOf(chosen.value) === null ? chosen.value : 'fields'))
  const choose = (wanted: UserTab): void => {
    chosen.value = wanted
  }

  async function go(wanted: UserTab): Promise<void> {
    choose(wanted)
    await nextTick()
    if (wanted === 'fields') drawer.value?.focusFirst()
    else content.value?.focus()
    // Its content is still on its way, or has nothing to go to: the tab keeps the focus, and says where one is.
    if (!document.activeElement?.closest('.record-drawer')) bar.value?.focus()
  }

  watch(
    () => route.query['tab'],
    (wanted) => {
      const asked = USER_TABS.find((one) => one === wanted)
      if (asked) choose(asked)
    },
    { immediate: true },
  )

  return {
    tab,
    choose,
    go,
    showForm: () => choose('fields'),
    tabs: computed(() => USER_TABS.map((key) => ({ key, label: t(`users.tabs.${key}`), lock: lockOf(key), isUnsaved: key === 'fields' && editors.current?.hasWork.value === true }))),
  }
}
