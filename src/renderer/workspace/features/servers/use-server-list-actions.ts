import type { ProfileEntry } from '@shared/profiles'
import type { LeftServer } from '@shared/views'
import { useBridge } from '../../bridge'
import { useServerWords } from '../../i18n/use-server-words'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useProfiles } from '../../stores/profiles'
import { useQuestions } from '../../stores/questions'
import { forgetObstacle, useServerActions } from '../../app/use-server-actions'

/** What changes the list itself: removal, the demo, files in and out. */
export function useServerListActions() {
  const bridge = useBridge()
  const profiles = useProfiles()
  const questions = useQuestions()
  const announcer = useAnnouncer()
  const { tell, keepFirst } = useServerActions()
  const { title } = useServerWords()
  const { t, formats } = useText()

  function say(words: string): void {
    profiles.outcome = words
    announcer.hear(words)
  }

  /** Two clear ways, and the gentle one first: drafts and cached data go only when that is chosen. */
  function askToForget(entry: ProfileEntry): Promise<string | null> {
    return questions.ask({
      title: t('servers.forget.title', { name: title(entry) }),
      text: [t('servers.forget.text')],
      options: [
        { value: 'keep', label: t('servers.forget.keep'), hint: t('servers.forget.keepHint') },
        { value: 'delete', label: t('servers.forget.delete'), hint: t('servers.forget.deleteHint') },
      ],
      confirm: t('servers.forget.confirm'),
      isDangerous: true,
    })
  }

  /** What nobody can bring back is asked about by itself. */
  async function isSureToDelete(entry: ProfileEntry): Promise<boolean> {
    const name = title(entry)
    return (await questions.ask({ title: t('servers.forget.sureTitle', { name }), text: [t('servers.forget.sureText')], confirm: t('servers.forget.sureConfirm'), isDangerous: true })) !== null
  }

  /** True when it is gone. */
  async function forget(entry: ProfileEntry): Promise<boolean> {
    profiles.trouble = profiles.outcome = null
    const obstacle = forgetObstacle(entry, profiles.entries ?? [])
    if (obstacle) {
      announcer.say(t(`servers.keep.${obstacle}`))
      return false
    }
    const chosen = await askToForget(entry)
    if (chosen === null || (chosen === 'delete' && !(await isSureToDelete(entry)))) return false
    if (entry.isHere && !(await keepFirst())) return false
    const answer = await bridge.profiles.forget({ id: entry.id, deleteData: chosen === 'delete' })
    if (!answer.ok) {
      // Another window has shown it meanwhile, or forgotten the others.
      if (answer.failure.code === 'CONFLICT') say(t(`servers.keep.${answer.failure.details?.['cause'] === 'last' ? 'last' : 'elsewhere'}`))
      else tell(answer.failure, t('servers.failed.forget', { name: title(entry) }), title(entry))
      await profiles.load()
      return false
    }
    announcer.say(t('servers.done.forgotten', { name: title(entry) }))
    await profiles.load()
    return true
  }

  /** Deletes what is left of a server that is not in the list: nobody can bring it back, so it is asked about. */
  async function deleteLeft({ id, name, url }: LeftServer): Promise<void> {
    profiles.trouble = profiles.outcome = null
    const known = name ?? url ?? id ?? t('servers.left.unnamed')
    if (
      id === null ||
      (await questions.ask({ title: t('servers.forget.sureTitle', { name: known }), text: [t('servers.forget.sureText')], confirm: t('servers.forget.sureConfirm'), isDangerous: true })) === null
    )
      return
    const answer = await bridge.profiles.forget({ id, deleteData: true })
    if (!answer.ok) tell(answer.failure, t('servers.failed.forget', { name: known }), known)
    else announcer.say(t('servers.done.forgotten', { name: known }))
    await profiles.load()
  }

  async function addDemo(): Promise<string | null> {
    profiles.trouble = profiles.outcome = null
    const answer = await bridge.profiles.addDemo()
    if (!answer.ok) {
      tell(answer.failure, t('servers.failed.addDemo'))
      return null
    }
    await profiles.load()
    announcer.say(t('servers.done.demoAdded'))
    return answer.value.id
  }

  async function exportAll(): Promise<void> {
    profiles.trouble = profiles.outcome = null
    const answer = await bridge.profiles.export()
    if (!answer.ok) return tell(answer.failure, t('servers.failed.export'))
    if (!answer.value) return
    const { file, profiles: count } = answer.value
    say(t('servers.done.exported', { servers: formats.value.number(count), file }, count))
  }

  async function importFile(): Promise<void> {
    profiles.trouble = profiles.outcome = null
    const answer = await bridge.profiles.import()
    if (!answer.ok) {
      if (answer.failure.code !== 'VALIDATION') return tell(answer.failure, t('servers.failed.import'))
      return say(t(answer.failure.fields?.['file'] === 'otherVersion' ? 'servers.failed.importNewer' : 'servers.failed.importFile'))
    }
    if (!answer.value) return
    await profiles.load()
    const { added, skipped, unreadable } = answer.value
    const { list, sentences } = formats.value
    say(
      sentences([
        added.length > 0 ? t('servers.done.imported', { names: list(added) }) : t('servers.done.importedNone'),
        skipped.length > 0 ? t('servers.done.skipped', { names: list(skipped) }) : null,
        unreadable.length > 0 ? t('servers.done.unreadable', { names: list(unreadable) }) : null,
      ]),
    )
  }

  return { forget, deleteLeft, addDemo, exportAll, importFile }
}
