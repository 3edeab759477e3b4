import { type Fields, pickFields } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { ref, type Ref, shallowRef, type ShallowRef, type ShallowUnwrapRef } from 'vue'
import { useBridge } from '../bridge'
import type { EditableName } from '../app/pages'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import { useDrafts } from '../stores/drafts'
import { createRecordEditor } from './create-record-editor'
import { useEditorDeps } from './editor-deps'
import { createOpenEditors, useFollowing } from './open-editors'
import { callsOf, type EditableRecordType, formFields, newTemporaryId } from './record-type'
import { RECORD_TYPES } from './record-types'
import type { EditorStart, RecordForm } from './record-editor'

export interface Beginning {
  /** What the new record begins with, besides what all new ones do: no work of the person's yet. */
  readonly base?: Fields
  /** What is filled in and would be lost with the form. */
  readonly edits?: Fields
}

interface RecordEditors {
  readonly current: ShallowRef<RecordForm | null>
  /** The record that is being opened without a row at hand, or could not be. */
  readonly openingId: Ref<number | null>
  readonly openFailure: ShallowRef<Failure | null>
  /** The row that a read or a save of a form has brought last. */
  readonly lastRow: ShallowRef<Row | null>
  /** Shows a record in the drawer. False: another window has it. */
  open(id: number, row?: Row): Promise<boolean>
  /** Begins a new record, to be opened by the id that is the answer. */
  begin(beginning?: Beginning): number
  /** Begins a new record with all that the form of a deleted one holds. The old form's work goes once the new one's is kept. */
  beginAnew(editor: RecordForm): Promise<number>
  /** Leaves the form in the drawer: its draft is kept now; the form itself stays while a save is on its way. */
  leave(): Promise<void>
  retryOpen(): Promise<void>
  /** The form of this record in this window, if there is one. */
  find(id: number): RecordForm | null
  /** The record was deleted from here: its form ends, and what was typed goes with it. */
  drop(id: number): Promise<void>
}

/** The same, as a store gives it. */
export type RecordEditorsStore = ShallowUnwrapRef<RecordEditors>

/**
 * The editors of one kind of record in this window: the one in the drawer, and those that were left while a save was on its
 * way. Coming back to such a record finds the same editor again, with what its save has brought.
 */
export function useRecordEditors(name: EditableName): RecordEditorsStore {
  return defineStore(`${name}-editors`, () => setupRecordEditors(RECORD_TYPES[name]))()
}

function setupRecordEditors(type: EditableRecordType): RecordEditors {
  const bridge = useBridge()
  const appState = useAppState()
  const drafts = useDrafts()
  const announcer = useAnnouncer()
  const { t } = useText()
  const current = shallowRef<RecordForm | null>(null)
  const openingId = ref<number | null>(null)
  const openFailure = shallowRef<Failure | null>(null)
  const lastRow = shallowRef<Row | null>(null)
  const editors = createOpenEditors<RecordForm>(bridge, type.name)
  const depsOf = useEditorDeps(type, { current, lastRow })

  function create(start: EditorStart): RecordForm {
    return editors.add(createRecordEditor(depsOf(), type, start))
  }

  /** Where another window edits the record already, main has shown that one. */
  async function claim(id: number): Promise<boolean> {
    const owner = appState.draftOwner
    if (!owner || editors.find(id) || (await editors.claim(id, owner))) return true
    announcer.say(t(`${type.name}.form.elsewhere`))
    return false
  }

  async function leave(): Promise<void> {
    const editor = current.value
    current.value = null
    if (openingId.value !== null) editors.unclaim(openingId.value, appState.draftOwner)
    openingId.value = openFailure.value = null
    if (!editor) return
    const hasEdits = editor.isDirty.value
    const isKept = await editor.backup()
    if (hasEdits && isKept) announcer.say(t('record.keptOnClose', { name: editor.title.value }))
    editors.endWhenIdle(editor, () => !isKept || current.value === editor)
  }

  async function open(id: number, row?: Row): Promise<boolean> {
    if (current.value?.knownAs(id)) return true
    if (!(await claim(id))) return false
    void leave()
    const editor = editors.find(id) ?? (row ? create({ row, isNew: false }) : null)
    if (!editor) return openUnseen(id)
    current.value = editor
    void drafts.refresh()
    await editor.reread()
    return true
  }

  /** Without a row at hand. What has a temporary id and is nowhere is a new record of which there may be a draft. */
  async function openUnseen(id: number): Promise<boolean> {
    openingId.value = id
    const { holder } = appState
    const [answer] = await Promise.all([callsOf(type, bridge).get({ id }), drafts.refresh()])
    if (openingId.value !== id || appState.holder !== holder) return true
    const isNew = !answer.ok && answer.failure.code === 'NOT_FOUND' && id < 0 && type.description.verbs.includes('create')
    openFailure.value = answer.ok || isNew ? null : answer.failure
    if (!answer.ok && !isNew) return true
    openingId.value = null
    current.value = create({ row: answer.ok ? answer.value.row : { ...type.description.blank, id }, isNew })
    // A record that has got its id of the server's meanwhile: its drafts are still under the old one.
    current.value.alsoKnownAs(id)
    return true
  }

  function begin({ base = {}, edits }: Beginning = {}): number {
    const id = newTemporaryId()
    // Its draft will be named in other windows: one that asks for it is shown this form.
    if (appState.draftOwner) void editors.claim(id, appState.draftOwner)
    create({ row: { ...type.description.blank, ...base, id }, isNew: true, ...(edits ? { edits } : {}) })
    return id
  }

  async function beginAnew(editor: RecordForm): Promise<number> {
    const id = begin({ edits: pickFields(editor.present(), formFields(type, true)) })
    if (await editors.find(id)?.backup()) await discard(editor)
    return id
  }

  async function discard(editor: RecordForm): Promise<void> {
    editor.revert()
    await editor.backup()
  }

  useFollowing({ type, editors, current, openingId, openFailure, open })
  return {
    current,
    openingId,
    openFailure,
    lastRow,
    open,
    begin,
    beginAnew,
    leave,
    retryOpen: async () => {
      const id = openingId.value
      openingId.value = openFailure.value = null
      if (id !== null) await open(id)
    },
    find: editors.find,
    drop: async (id) => {
      const editor = editors.find(id)
      if (!editor) return
      await discard(editor)
      if (current.value === editor) current.value = null
      editors.end(editor)
    },
  }
}
