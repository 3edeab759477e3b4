/** The fragment of a page's address by which main asks for pseudo-words in place of English: only ever in a build that is not packed. */
export const PSEUDO_WORDS = '#pseudo-words'
