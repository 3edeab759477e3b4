import type { ProfileEntry } from '@shared/profiles'
import type { Failure } from '@shared/result'
import { serverIdentity } from '@shared/server-identity'
import { computed, ref, shallowRef } from 'vue'
import { apiAddressOf, overHttp } from '@renderer/server-address'
import type { Bridge } from '../../bridge'
import { inputOf, SERVER_FIELDS, serverErrors, type ServerErrors, type ServerField, usualColor, validateServer, valuesOf, type ServerValues, type TestedAddress } from './server-values'

/** A certificate as it was read when its file was chosen; of one chosen earlier only the path is known. */
export interface CaFile {
  readonly file: string
  readonly subject: string
  readonly validTo: string
}

export interface ServerFormDeps {
  readonly bridge: Pick<Bridge, 'profiles'>
  /** Another address ends the session of the window that shows this server: its drafts are kept first. False: stay. */
  readonly keepDrafts: () => Promise<boolean>
}

export interface ServerFormStart {
  /** The server to change; null makes a new one. */
  readonly entry: ProfileEntry | null
  /** What a new one begins with, such as a copy of another. */
  readonly like?: ServerValues
  /** The server of `profiles.left` that this is, set up again. */
  readonly leftId?: string | null
}

/** The identity of the server that an address of an API means. */
function identityOf(apiAddress: string): string {
  const { origin, pathname } = new URL(apiAddress)
  return serverIdentity({ origin, apiPath: pathname })
}

export type ServerForm = ReturnType<typeof createServerForm>

/** One server being added or changed. Nothing of it is kept before Save: whoever closes it is asked. */
export function createServerForm({ bridge, keepDrafts }: ServerFormDeps, { entry, like, leftId = null }: ServerFormStart) {
  const initial = valuesOf(entry)
  const values = shallowRef<ServerValues>(like ?? initial)
  const touched = shallowRef<ReadonlySet<ServerField>>(new Set())
  const refused = shallowRef<ServerErrors>({})
  const failure = shallowRef<Failure | null>(null)
  const caFile = shallowRef<CaFile | null>(null)
  const isSaving = ref(false)

  const isDirty = computed(() => JSON.stringify(values.value) !== JSON.stringify(initial))
  /** Faults are shown for fields that were left or sent, not under the first letters typed. */
  const errors = computed((): ServerErrors => {
    const own = Object.entries(validateServer(values.value, entry)).filter(([field]) => touched.value.has(field as ServerField))
    return { ...refused.value, ...Object.fromEntries(own) }
  })

  /** What a test has found out about an address as it is typed; void as soon as something else is. */
  const tested = shallowRef<TestedAddress | null>(null)
  const known = computed(() => (tested.value?.typed === values.value.url.trim() ? tested.value : null))
  /** Where the API is, as far as it is known: found by a test, else its likeliest place; empty while there is no address. */
  const apiAddress = computed(() => known.value?.apiAddress ?? apiAddressOf(values.value.url))
  /** The typed address over plain http, where https was tried without anyone having asked for it, and does not answer. */
  const httpOffer = computed(() => (known.value?.isWithoutHttps === true || refused.value.url === 'noHttps' ? overHttp(values.value.url) : null))

  /** Whether Save would make another server of it. */
  const isMoved = computed(() => {
    const address = apiAddress.value
    return entry !== null && address !== '' && identityOf(address) !== serverIdentity(entry)
  })

  function change(some: Partial<ServerValues>): void {
    values.value = { ...values.value, ...some }
    failure.value = null
    const names = new Set<string>(Object.keys(some).map((key) => (key === 'seconds' ? 'callBudgetMs' : key)))
    refused.value = Object.fromEntries(Object.entries(refused.value).filter(([field]) => !names.has(field)))
  }

  function touch(fields: readonly ServerField[]): void {
    touched.value = new Set([...touched.value, ...fields])
  }

  /** Whether what is asked for fits; shows the faults of these fields if not. */
  function check(fields: readonly ServerField[]): boolean {
    touch(fields)
    return fields.every((field) => !(field in errors.value))
  }

  /** The saved server; null when it does not fit, or main refused it. */
  async function save(): Promise<ProfileEntry | null> {
    if (isSaving.value || !check(SERVER_FIELDS)) return null
    isSaving.value = true
    failure.value = null
    const mayGoOn = !isMoved.value || !entry?.isHere || (await keepDrafts())
    const url = known.value?.apiAddress ?? values.value.url
    const answer = mayGoOn ? await bridge.profiles.save({ ...inputOf(entry?.id ?? null, { ...values.value, url }), ...(leftId === null ? {} : { leftId }) }) : null
    isSaving.value = false
    if (!answer) return null
    if (answer.ok) return answer.value
    refused.value = answer.failure.code === 'VALIDATION' ? serverErrors(answer.failure.fields ?? {}) : {}
    if (Object.keys(refused.value).length === 0) failure.value = answer.failure
    return null
  }

  async function chooseCaFile(): Promise<void> {
    const answer = await bridge.profiles.chooseCaFile()
    if (!answer.ok) {
      if (answer.failure.code === 'VALIDATION') refused.value = { ...refused.value, extraCaFile: 'notACertificate', ...serverErrors(answer.failure.fields ?? {}) }
      else failure.value = answer.failure
      return
    }
    if (!answer.value) return
    caFile.value = answer.value
    change({ extraCaFile: answer.value.file })
  }

  return {
    entry,
    values,
    errors,
    failure,
    caFile,
    isDirty,
    isMoved,
    apiAddress,
    isApiFound: computed(() => known.value?.apiAddress != null),
    httpOffer,
    learn: (address: TestedAddress): void => {
      tested.value = address
    },
    isSaving,
    change,
    check,
    blur: (field: ServerField): void => touch([field]),
    setLabel: (label: ServerValues['label']): void => change({ label, color: usualColor(label, values.value.color) }),
    removeCaFile: (): void => {
      caFile.value = null
      change({ extraCaFile: null })
    },
    chooseCaFile,
    save,
  }
}
