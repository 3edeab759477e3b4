import { z } from 'zod'
import { VERBS_OF } from '../bridge/names'
import { idSchema, nameText, optionalText, orderSchema, requiredText, ROOT_ID } from './field-rules'
import { type Blank, type ResourceDescription, wholeQuerySchema } from './resource'

/** In the order of the server's numbers 0, 1, 2. */
export const MENU_TYPES = ['directory', 'menu', 'operation'] as const
export type MenuType = (typeof MENU_TYPES)[number]

/** One node of the menu tree: a directory, a page, or an operation (a permission). */
const menuSchema = z.object({
  id: z.number().int(),
  /** 0: at the top. */
  parentId: z.number().int(),
  type: z.enum(MENU_TYPES),
  title: z.string(),
  /** The page's path, such as `/sys/user`; of an operation the permission, such as `/sys/user/users/get`. */
  path: z.string(),
  routeName: z.string(),
  /** The page's component, such as `sys/user/index`; see `forcedComponent` for those that have none of their own. */
  component: z.string(),
  redirect: z.string(),
  icon: z.string(),
  /** Position among its siblings. */
  listorder: z.number().int(),
  isHidden: z.boolean(),
})
export type Menu = z.infer<typeof menuSchema>

/** The component that the server gives this type whatever was sent; null where it is the menu's own. */
export function forcedComponent(type: MenuType): string | null {
  if (type === 'menu') return null
  return type === 'directory' ? 'Layout' : ''
}

/** Starts with a slash, ends without one, and has no two in a row. */
const PATH = /^(\/[^/]+)+$/
const OPERATION_PATH = /^\/[a-z0-9_\-/]+\/(get|post|put|delete)$/
const COMPONENT = /^[\w-]+(\/[\w-]+)+$/

const fields = {
  parentId: idSchema,
  type: z.enum(MENU_TYPES),
  title: nameText(64),
  path: requiredText(255).regex(PATH, { error: 'path' }),
  routeName: optionalText(64),
  component: optionalText(255),
  redirect: optionalText(255).refine((path) => path === '' || PATH.test(path), { error: 'redirect' }),
  icon: optionalText(64),
  listorder: orderSchema,
  isHidden: z.boolean(),
}

/**
 * What may be changed of a menu. Rules that need the type hold here as far as the edits name it; the whole record, edits
 * included, is judged by `newMenuSchema`.
 */
const menuEditsSchema = z
  .object(fields)
  .partial()
  .strict()
  .superRefine(({ type, path, component }, context) => {
    if (type === 'operation' && path !== undefined && !OPERATION_PATH.test(path)) wrong(context, 'path', 'operationPath')
    // Only a page's component is anybody's to change.
    const isOwn = type === undefined || forcedComponent(type) === null
    if (isOwn && component !== undefined && !COMPONENT.test(component)) wrong(context, 'component', 'component')
  })
  .transform((edits) => (edits.type === undefined ? edits : asOfType(edits, edits.type)))
export type MenuEdits = z.infer<typeof menuEditsSchema>

const newFields = z.object({
  ...fields,
  parentId: fields.parentId.default(ROOT_ID),
  routeName: fields.routeName.default(''),
  component: fields.component.default(''),
  redirect: fields.redirect.default(''),
  icon: fields.icon.default(''),
  listorder: fields.listorder.default(99),
  isHidden: fields.isHidden.default(false),
})

/** What comes out is what the server will hold: a record is known again by that when an answer was lost. */
const newMenuSchema = newFields
  .superRefine(({ type, path, routeName, component }, context) => {
    if (type === 'operation') {
      if (!OPERATION_PATH.test(path)) wrong(context, 'path', 'operationPath')
      return
    }
    if (routeName.trim() === '') wrong(context, 'routeName', 'required')
    if (forcedComponent(type) !== null) return
    if (component === '') wrong(context, 'component', 'required')
    else if (!COMPONENT.test(component)) wrong(context, 'component', 'component')
  })
  .transform((menu) => asOfType(menu, menu.type))
export type NewMenu = z.infer<typeof newMenuSchema>

const blank: Blank<Menu> = { ...newFields.partial({ type: true, title: true, path: true }).parse({}), type: 'menu', title: '', path: '' }

/** What an operation has none of: it is a permission, and leads nowhere. */
const OF_NO_OPERATION = { routeName: '', redirect: '', icon: '', isHidden: false }

/** With the component that the server gives this type, and without what a record of it has none of. */
function asOfType<Values extends { component?: string | undefined }>(values: Values, type: MenuType): Values {
  const component = forcedComponent(type)
  if (component === null) return values
  return { ...values, ...(type === 'operation' ? OF_NO_OPERATION : {}), component }
}

function wrong(context: z.RefinementCtx, field: keyof typeof fields, message: string): void {
  context.addIssue({ code: 'custom', path: [field], message })
}

export const MENUS = {
  name: 'menus',
  verbs: VERBS_OF.menus,
  rowSchema: menuSchema,
  createSchema: newMenuSchema,
  blank,
  editsSchema: menuEditsSchema,
  querySchema: wholeQuerySchema,
  naturalKey: ['path'],
  // An operation moves, or its path is changed; both at once is another one.
  identity: { fields: ['path', 'parentId'], createdAt: null },
  titleField: 'title',
  nameFields: ['title'],
  protectedIds: [],
  references: { parentId: 'menus' },
  setFields: [],
  secretFields: [],
  permissions: {
    list: '/sys/menu/menus/get',
    create: '/sys/menu/menus/post',
    update: '/sys/menu/menus/put',
    remove: '/sys/menu/menus/delete',
  },
  isHeldWhole: true,
  filters: { title: 'contains', path: 'contains', routeName: 'contains', component: 'contains', type: 'exact', isHidden: 'exact', parentId: 'exact' },
  sortFields: ['id', 'title', 'path', 'routeName', 'component', 'type', 'listorder'],
  defaultSort: [{ field: 'listorder', direction: 'asc' }],
} satisfies ResourceDescription
