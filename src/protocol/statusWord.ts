// The words with which a program says what it does.

/**
 * What a program can say of itself with `podwatch status`. It holds until the next word; `attention`: it waits for its user;
 * `auto`: the Pod finds out by itself again.
 */
export const STATUS_WORDS = ['idle', 'running', 'paused', 'attention', 'auto'] as const;
export type StatusWord = (typeof STATUS_WORDS)[number];
