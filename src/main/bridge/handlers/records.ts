import type { RecordCall } from '@shared/bridge/names'
import type { Owner } from '@shared/drafts'
import type { Fields } from '@shared/merge'
import { RESOURCES } from '@shared/resources/registry'
import { type ListQuery, RESOURCE_NAMES, type ResourceName, type Row } from '@shared/resources/resource'
import { failed } from '@shared/result'
import type { CallContext, WorkspaceHandlers } from '../call-handlers'
import type { WorkspacePort } from '../workspace-port'
import { requireOwner } from './owner'

type ReadOrWrite = RecordCall | 'account.read' | 'account.changePassword' | 'account.resetPassword' | 'options.roles' | 'options.departments' | 'options.grantable'
type Context = CallContext<WorkspacePort>

/** The calls that read and write records, and the account: every resource in the same two ways, `users.save` like all others. */
export function recordHandlers(): Pick<WorkspaceHandlers<WorkspacePort>, ReadOrWrite> {
  return {
    'account.read': (_input, { window, signal }) => window.runtime().reads.account({ signal }),
    'account.changePassword': async ({ owner, isConfirmed, ...secrets }, { window, signal }) => {
      await wiping(Object.values(secrets), async () => {
        requireOwner(owner, window)
        void window.runtime().session.renewNow()
        await window.runtime().passwords.change(secrets, { isConfirmed, signal })
      })
      return null
    },
    'account.resetPassword': async ({ owner, user, password, isConfirmed }, { window, signal }) => {
      await wiping([password], async () => {
        requireOwner(owner, window)
        if (user.id === window.runtime().session.view().userId || RESOURCES.users.protectedIds.includes(user.id)) throw failed('REFUSED', 'The password of this user is not set from here.')
        void window.runtime().session.renewNow()
        await window.runtime().passwords.reset({ user, password }, { isConfirmed, signal })
      })
      return null
    },
    ...Object.assign({}, ...RESOURCE_NAMES.map(handlersOf)),
    'options.roles': (_input, { window, signal }) => window.runtime().reads.roleOptions({ signal }),
    'options.departments': (_input, { window, signal }) => window.runtime().reads.departmentOptions({ signal }),
    'options.grantable': (_input, { window, signal }) => window.runtime().reads.grantable({ signal }),
  } as Pick<WorkspaceHandlers<WorkspacePort>, ReadOrWrite>
}

/** However it ends, and wherever: nothing of them stays in memory. */
async function wiping(secrets: readonly Uint8Array[], work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } finally {
    for (const bytes of secrets) bytes.fill(0)
  }
}

interface How {
  readonly owner: Owner
  readonly draftId: string | null
  readonly isConfirmed: boolean
}

/** What the contract has parsed is a row of this resource; from here on only its description counts. Only what the resource can do is there. */
function handlersOf(resource: ResourceName): Record<string, (input: never, context: Context) => unknown> {
  const { titleField, secretFields, verbs } = RESOURCES[resource]
  const submit = async (how: How, command: { verb: 'create' | 'update' | 'remove'; recordId: number; base: Row | null; edits: Fields; secret?: Fields }, { window, signal }: Context) => {
    requireOwner(how.owner, window)
    const { draftId, isConfirmed } = how
    // What the person saves is tried now, and the call waits for a renewal that is under way.
    void window.runtime().session.renewNow()
    const title = String(command.edits[titleField] ?? command.base?.[titleField] ?? '')
    return window.runtime().commands.submit({ resource, title, secret: null, ...command, draftId, isConfirmed }, signal)
  }
  const handlers: Record<string, (input: never, context: Context) => unknown> = {
    [`${resource}.list`]: (query: ListQuery, { window, signal }: Context) => window.runtime().reads.list(resource, query, { signal }),
    [`${resource}.get`]: ({ id }: { id: number }, { window, signal }: Context) => window.runtime().reads.get(resource, id, { signal }),
    [`${resource}.save`]: ({ id, base, edits, ...how }: How & { id: number; base: Row; edits: Fields }, context: Context) => submit(how, { verb: 'update', recordId: id, base, edits }, context),
    [`${resource}.create`]: ({ id, values, ...how }: How & { id: number; values: Fields }, context: Context) => {
      const { open, secret } = withoutSecrets(values, secretFields)
      return submit(how, { verb: 'create', recordId: id, base: null, edits: open, ...(secret ? { secret } : {}) }, context)
    },
    [`${resource}.remove`]: ({ id, base, ...how }: How & { id: number; base: Row }, context: Context) => submit(how, { verb: 'remove', recordId: id, base, edits: {} }, context),
  }
  const calls: ReadonlySet<string> = new Set(verbs.map((verb) => `${resource}.${verb}`))
  return Object.fromEntries(Object.entries(handlers).filter(([call]) => calls.has(call)))
}

function withoutSecrets(values: Fields, secretFields: readonly string[]): { open: Fields; secret: Fields | null } {
  const entries = Object.entries(values)
  const secret = Object.fromEntries(entries.filter(([field]) => secretFields.includes(field)))
  return { open: Object.fromEntries(entries.filter(([field]) => !secretFields.includes(field))), secret: Object.keys(secret).length > 0 ? secret : null }
}
