import { PASSWORD_RESET } from '@shared/resources/account'
import { LOG_PERMISSION } from '@shared/resources/log'
import { RESOURCES } from '@shared/resources/registry'
import { RESOURCE_NAMES, type ResourceName } from '@shared/resources/resource'
import { useText } from './use-text'

type PermissionVerb = 'get' | 'post' | 'put' | 'delete'
const isVerb = (word: string): word is PermissionVerb => ['get', 'post', 'put', 'delete'].includes(word)

/**
 * A permission in words, told alike wherever it is missing: `/sys/user/users/put` is "users / edit". Of a resource that this
 * client does not know, the last name of the path stays.
 */
export function usePermissionWords(): (path: string) => string {
  const { t } = useText()
  return (path) => {
    const parts = path.split('/').filter(Boolean)
    const verb = parts.pop() ?? ''
    if (!isVerb(verb)) return path
    const known = resourceOf(path)
    return `${known ? t(`record.permission.of.${known}`) : (parts.pop() ?? path)} / ${t(`record.permission.verbs.${verb}`)}`
  }
}

/** The same with its path, for whoever gives permissions: "users / edit (/sys/user/users/put)". */
export function usePermissionText(): (path: string) => string {
  const words = usePermissionWords()
  const { t } = useText()
  return (path) => t('record.permission.text', { words: words(path), path })
}

function resourceOf(path: string): ResourceName | 'logs' | 'passwords' | undefined {
  if (path === PASSWORD_RESET.permission) return 'passwords'
  if (path === LOG_PERMISSION) return 'logs'
  return RESOURCE_NAMES.find((name) => Object.values<string>(RESOURCES[name].permissions).includes(path))
}
