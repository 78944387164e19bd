/** Methods by which somebody is told of what happens. */

/** Of what emits events. */
export const ON: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener']);

/** The same, and that of pages and sockets. */
export const LISTENS: ReadonlySet<string> = new Set([...ON, 'addEventListener']);
