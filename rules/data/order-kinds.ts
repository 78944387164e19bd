/** What an order to a model is for, in words that end a sentence about who gives it. */

export const KEEPS = 'orders the model to keep something from the user';
export const IGNORES = 'tells the model to ignore its instructions';
export const READS = 'orders the model to read a file where credentials are kept';
export const PASSES = 'orders the model to pass other data in one of its parameters';
export const REDIRECTS = 'orders the model to send to an address of its own choice what another tool sends';
export const TAGGED = 'speaks to the model in a tag made to look like system text';
export const RUNS = 'has the model run a command that sends data away';
export const HARVESTS = 'asks for every credential that the model was told';
export const FORWARDS = 'orders the model to send what it was told to an address of its own choice';
export const TAKES = 'asks for what the model was told by others than its user';
export const UNASKED = 'tells the model that its user need not be asked';
export const ADDRESSES = 'speaks to the model and not to its user';
export const ANY_TOOL = 'wants to be called around the tools of all servers';

/** What is found, and the words that show it. */
export type Pattern = readonly [string, RegExp];
