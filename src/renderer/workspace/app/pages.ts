import type { ResourceName } from '@shared/resources/resource'

/** A page that servers of this family have in their menus. */
interface ServerPage {
  /** What menus name as its component; all names that it goes by. */
  readonly components: readonly string[]
  /** Its file below `features/`. */
  readonly file: string
}

/**
 * THE list of the server's pages. The name is that of the route, and of its title under `menu.known` in the locales. A new page
 * is a line here.
 */
const SERVER_PAGES = {
  menus: { components: ['sys/menu/index'], file: 'menus/MenusPage.vue' },
  roles: { components: ['sys/role/index'], file: 'roles/RolesPage.vue' },
  users: { components: ['sys/user/index'], file: 'users/UsersPage.vue' },
  departments: { components: ['sys/dept/index'], file: 'departments/DepartmentsPage.vue' },
  icons: { components: ['sys/icon/index', 'svg-icons/index'], file: 'icons/IconsPage.vue' },
  log: { components: ['sys/log/index'], file: 'logs/LogsPage.vue' },
} as const satisfies Record<string, ServerPage>

export type ServerPageName = keyof typeof SERVER_PAGES
/** Those that list and edit one kind of record. */
export type RecordPageName = ServerPageName & ResourceName
/** Kinds of records that are parts of another kind's, with their ids, and are edited on its page: at which of its tabs. */
const PARTS = { grants: { page: 'roles', tab: 'menus' } } as const satisfies Partial<Record<ResourceName, { readonly page: RecordPageName; readonly tab: string }>>
/** Those whose records have a form; the grants of a role have theirs on the page of the roles. */
export type EditableName = RecordPageName | keyof typeof PARTS

const pages: ReadonlyArray<readonly [ServerPageName, ServerPage]> = Object.entries(SERVER_PAGES) as [ServerPageName, ServerPage][]

/** Their routes, with their files below `features/`. */
export const PAGE_FILES: ReadonlyArray<{ readonly name: ServerPageName; readonly file: string }> = pages.map(([name, { file }]) => ({ name, file }))

/** What a menu may name as its component and be shown here, with the page that it opens. */
export const KNOWN_COMPONENTS: ReadonlyArray<{ readonly component: string; readonly name: ServerPageName }> = pages.flatMap(([name, { components }]) =>
  components.map((component) => ({ component, name })),
)

/** The page that a menu entry with this component leads to; null for one that is nobody's but its server's. */
export function serverPageOf(component: string): ServerPageName | null {
  return KNOWN_COMPONENTS.find((known) => known.component === component)?.name ?? null
}

/** Where a record is edited: its page with the record open; null for a kind that has no form here. */
export function routeOfRecord(resource: ResourceName, id: number): { readonly name: RecordPageName; readonly query: Readonly<Record<string, string>> } | null {
  const record = String(id)
  if (resource in PARTS) {
    const { page, tab } = PARTS[resource as keyof typeof PARTS]
    return { name: page, query: { record, tab } }
  }
  return PAGE_FILES.some(({ name }) => name === resource) ? { name: resource as RecordPageName, query: { record } } : null
}
