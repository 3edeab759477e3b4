/**
 * The letter or digit that a shortcut names, lower case. Under a layout with other letters (Cyrillic, Greek, Arabic, Thai …)
 * no key writes a Latin one: there the place counts, as in every other program. So it does for the digits of layouts that
 * write them with Shift, and for digits of other scripts. A Latin layout of another order (Dvorak, AZERTY) keeps its own
 * letters. Names of keys, such as `Enter`, come out as they are.
 */
export function shortcutKey({ key, code }: { readonly key: string; readonly code: string }): string {
  const written = key.toLowerCase()
  if (/^[a-z0-9]$/.test(written)) return written
  const isNamed = key.length > 1 && /^[\x20-\x7e]+$/.test(key) && key !== 'Unidentified' && key !== 'Dead'
  if (isNamed) return key
  const place = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code)
  return place ? (place[1] ?? place[2] ?? written).toLowerCase() : written
}
