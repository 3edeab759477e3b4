/** Permission paths as the server's `ctrlperm` lists them: the resource's path and the HTTP verb as its last segment. */
export type PermissionPath = `/${string}/${'get' | 'post' | 'put' | 'delete'}`

/**
 * Whether the account holds a permission. An exact match, on purpose: the original server matches by "contains", which
 * lets `/sys/get` open every `/sys/…` read; a client that greys out by the same rule would copy that hole.
 */
export function may(granted: readonly string[], path: PermissionPath): boolean {
  return granted.includes(path)
}
