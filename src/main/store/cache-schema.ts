import { type ResourceDescription, rowFields } from '@shared/resources/resource'

/** The fields that a list can be filtered or sorted by: each has a column of its own beside the whole row. */
export function queriedFields({ filters, sortFields }: ResourceDescription): string[] {
  return [...new Set([...sortFields, ...Object.keys(filters)])].filter((field) => field !== 'id')
}

export function tableOf({ name }: ResourceDescription): string {
  return `rows_${name}`
}

/** The column by which a field is compared. `id` is its own. */
export function columnOf(field: string): string {
  return field === 'id' ? 'id' : `"by_${field}"`
}

/**
 * The tables of a cache for these resources. No index but by age: over 50,000 rows a page is filtered and sorted within
 * tens of milliseconds without, and indexes would double the file and take four times as long to fill. Each names the fields
 * of its rows: a file whose rows lack one that came since is another's, and is begun anew (`cache-file.ts`).
 */
export function cacheSchema(descriptions: readonly ResourceDescription[]): string {
  const tables = descriptions.map((description) => {
    const table = tableOf(description)
    const columns = queriedFields(description).map((field) => `${columnOf(field)}, `)
    return `-- ${rowFields(description).join(', ')}
      CREATE TABLE ${table} (id INTEGER PRIMARY KEY, ${columns.join('')}row TEXT NOT NULL, fetched_at INTEGER NOT NULL);
      CREATE INDEX ${table}_by_age ON ${table} (fetched_at);`
  })
  return `${tables.join('\n')}
    CREATE TABLE answers (name TEXT PRIMARY KEY, value TEXT NOT NULL, fetched_at INTEGER NOT NULL) STRICT;
    CREATE TABLE holdings (resource TEXT PRIMARY KEY, whole_at INTEGER NOT NULL) STRICT;
    CREATE TABLE about (schema TEXT NOT NULL) STRICT`
}
