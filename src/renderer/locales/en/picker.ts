/** Choosing out of a tree or a list. */
export const picker = {
  choose: 'Choose',
  none: 'None',
  noOptions: 'No options',
  noMatch: 'No matches',
  matches: '{rows} match | {rows} matches',
  selected: '{field}: selected',
  count: '{rows} selected',
  onlySelected: 'Selected only',
  below: '{rows} selected below',
  remove: 'Remove “{name}”',
  removed: 'Removed: {name}',
  more: 'and {rows} more',
  unknown: '#{id} (unknown)',
  number: '#{id}',
}
