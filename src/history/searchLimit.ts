// How long what is sought may be: it is looked for at each key, and a regular expression made of very much of it is refused by the engine.

/** Code points; no search that anybody types is longer, and no line that it could be found in is much. */
export const MAX_SEARCH = 1000;

export const SEARCH_TOO_LONG = `A search has at most ${MAX_SEARCH} characters: what was typed or pasted is not taken.`;
