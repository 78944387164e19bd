/**
 * What may be an order to a model, told cheaply: of the texts of other modules no others are kept. What is an order
 * the rules know better (`rules/data/instructions.ts`); a test sees to it that whatever they find is among these.
 */

const UNSEEN =
  /[\u{e0020}-\u{e007f}]|[\u{e0100}-\u{e01ef}]|[\u202a-\u202e\u2066-\u2069]|\u200b|\u200c|\u200d|[\u2060-\u2064\ufeff]|[\ufe00-\ufe0f]{4}|\u001b\[|[ \t\u00a0\u3000]{120}|(?:\r?\n[ \t]*){30}/u;
const KEPT_QUIET = /(?:\bnot\b|n['’]t\b|\bnever\b|\bwithout\b|\bavoid\b)[^.]{0,120}?\b(?:user|human|person)\b/i;
const IN_A_TAG = /<\s*(?:important|system|secret|instructions?|hidden|critical|admin)\s*>/i;
const IGNORED =
  /\b(?:ignore|disregard|forget|override)\b[^.]{0,80}?\b(?:instruction|prompt|rule|guideline|message)s?\b/i;
const FILE =
  /\b(?:read|open|cat|fetch|load|include|get|attach|copy)\b[^.\n]{0,120}?(?:~\/|\$HOME\/|\/etc\/|\.ssh\b|id_rsa|\.aws\b|\.npmrc|mcp\.json|private key|\.env\b|credential)/i;
const PASSED =
  /\b(?:pass|put|place|include|provide|insert|send|supply|append)\b[^.\n]{0,200}?\b(?:parameter|argument|field|sidenote|note|context)\b/i;
const REDIRECTED =
  /\b(?:recipients?|b?cc|phone numbers?|(?:e-?)?mails?|messages?|payments?|transfers?|invoices?|destinations?|wallet|proxy number|addressees?)\b[\s\S]{0,250}?(?:\+\d|@|0x[0-9a-f]{40})/i;
const OTHER_TOOL = /\b(?:other|another|different)\s+(?:tool|server)s?\b/i;
/** Less sure by itself: what orders go with. */
const KEPT_OUT =
  /\bkeep\s+(?:this|that|these|it)\b|\bno\b[^.\n]{0,12}\bmention\b|\bn(?:ot|['’]t)\b[^.]{0,60}?\bthem\b|\[\s*(?:system|internal|hidden|admin)\b/i;
const KNOWING = /\b(?:telling|informing|notifying|asking|alerting|without)\s+(?:them|the|users)\b/i;
const SENT_AWAY = /\b(?:curl|wget|nc|ncat|socat)\b/i;
const HARVESTED =
  /\b(?:every|all|any|each)\b[^.\n]{0,60}?\b(?:keys?|tokens?|passwords?|credentials?|secrets?|connection strings?)\b[^.\n]{0,200}?\b(?:conversation|chat|context|results?|you)\b/i;
/** In whatever language. */
const PLACE = /(?:~\/|\$HOME\/)\.|\.ssh\b|id_rsa|\.aws\b|\.npmrc|mcp\.json/;
const ORDERS = [
  PLACE,
  KEPT_QUIET,
  IN_A_TAG,
  IGNORED,
  FILE,
  PASSED,
  REDIRECTED,
  OTHER_TOOL,
  UNSEEN,
  KEPT_OUT,
  ...[KNOWING, SENT_AWAY, HARVESTED],
];

/** Characters of a text that are searched for orders; in a longer one anything may be hidden. */
export const MOST_SEARCHED = 150_000;

/** False for most of what servers say. */
export function mayBeOrder(text: string): boolean {
  return text.length > MOST_SEARCHED || ORDERS.some((order) => order.test(text));
}
