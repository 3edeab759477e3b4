export const grid = {
  range: '{from}–{to} of {total}',
  rangeNone: '0 of 0',
  page: 'Page {page} of {pages}',
  first: 'First page',
  previous: 'Previous page',
  next: 'Next page',
  last: 'Last page',
  pageSize: 'Rows per page',
  rows: '{rows} rows',
  fitsWindow: 'Fit window',
  sortHint: 'Enter: sort. {keys}: add a second sort.',
  copied: 'Copied: {text}',
}
