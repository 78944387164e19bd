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
const RECEIVED =
  /@[\w-]{1,64}\.[\s\S]{0,120}?\b(?:recipients?|addressees?|b?cc|blind copy|assignees?|attendees?|reviewers?|followers?|watchers?)\b/i;
const PASSED_BY =
  /\bhttps?:[\s\S]{0,200}?\b(?:all|every|any)\b[^.\n]{0,60}?\b(?:traffic|requests?|credentials?|tokens?)\b/i;
const UNLISTED =
  /\b(?:it|this|that)\b[^.\n]{0,40}?\b(?:changes|summary|recap|changelog|commit message|pull request)\b/i;
const OTHER_TOOL = /\b(?:other|another|different)\s+(?:tool|server)s?\b/i;
/** Less sure by itself: what orders go with. */
const KEPT_OUT =
  /\bkeep\s+(?:this|that|these|it)\b|\bno\b[^.\n]{0,12}\bmention\b|\bn(?:ot|['’]t)\b[^.]{0,60}?\bthem\b|\[\s*(?:system|internal|hidden|admin)\b/i;
const KNOWING = /\b(?:telling|informing|notifying|asking|alerting|without)\s+(?:them|the|users)\b/i;
const SENT_AWAY = /\b(?:curl|wget|nc|ncat|socat)\b/i;
const HARVESTED =
  /\b(?:every|all|any|each)\b[^.\n]{0,60}?\b(?:keys?|tokens?|passwords?|credentials?|secrets?|connection strings?)\b[^.\n]{0,200}?\b(?:conversation|chat|context|results?|you)\b/i;
/** In whatever language. */
const PLACE = /(?:~\/|\$HOME\/)\.|\.ssh\b|id_rsa|\.aws\b|\.npmrc|\.env\b|mcp\.json/;
/** In whatever language: what the model was told by others, or that nobody need know of it or be asked. */
const ASIDE =
  /\bsystem prompt\b|\bprintenv\b|\benv\b|\benvironment variables\b|\b(?:all|any|every) servers?\b|\btool['’]s\b|\b(?:keys?|credentials?|tokens?|passwords?|secrets?)\b[^.\n]{0,40}?\b(?:see|seen|saw|pass|send|hand|give|submit|upload)\b|\b(?:silently|quietly|discreetly|say nothing|pre-?approved|agreed|asking|confirm\w*|no need)\b|\.(?:kube|docker|gnupg|azure|netrc|pgpass|pypirc|git-credentials)\b|\bgh\/hosts|\bgcloud\/|_history\b/i;
const IGNORED_ABROAD =
  /忽略|无视|忘记|忘掉|無視|忘れ|무시|игнорируй|забудь|\b(?:ignor|olvida|esqueça|oublie|vergiss|missacht)/i;
const KEPT_ABROAD =
  /不要|不得|切勿|请勿|不必|无需|無需|无须|不用|別|别|隐瞒|保密|隱瞞|ない|ず|지\s?(?:마|말|않)|없이|(?:^|[^\p{L}])(?:не|без)\s|\b(?:sin|sem|sans|ohne|senza|no|não|non|ne|nichts?)\b[^.\n]{0,60}?(?:usu[aá]rio|utilisateur|utilizador|nutzer|utente)/iu;
const ORDERS = [
  PLACE,
  ...[ASIDE, IGNORED_ABROAD, KEPT_ABROAD],
  KEPT_QUIET,
  IN_A_TAG,
  IGNORED,
  FILE,
  PASSED,
  REDIRECTED,
  ...[RECEIVED, PASSED_BY, UNLISTED],
  OTHER_TOOL,
  UNSEEN,
  KEPT_OUT,
  ...[KNOWING, SENT_AWAY, HARVESTED],
];

/** Characters of a text that are searched for orders; in a longer one anything may be hidden. */
export const MOST_SEARCHED = 150_000;

/** False for most of what servers say. */
export function mayBeOrder(text: string): boolean {
  if (text.length > MOST_SEARCHED) return true;
  const whole = unpacked(text);
  return ORDERS.some((order) => order.test(whole));
}

/** By how many signs a text may be an order; none where there is none. */
export function signsOfOrder(text: string): number {
  const whole = unpacked(text);
  return ORDERS.filter((order) => order.test(whole)).length;
}

const BASE64 = /[A-Za-z0-9+/_-]{60,40000}={0,2}/g;
const PERCENT = /(?:%[0-9a-f]{2}[^\s%]{0,80}){8,2000}/gi;
const UNSEEN_LETTERS = /[\u{e0020}-\u{e007e}]{8,}|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{8,}/gu;
const PACKED =
  /[A-Za-z0-9+/_-]{60}|(?:%[0-9a-f]{2}[^\s%]{0,80}){8}|[\u{e0020}-\u{e007e}]{8}|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{8}/iu;
/** Words with blanks between them, in whatever script. */
const READABLE = /^[\p{L}\p{N}\p{P}\p{S}\s]+$/u;
/** Parts of a text that are unpacked. */
const MOST_PACKED = 8;

/** A text, and below it what parts of it say once they are unpacked: a model reads base64, the escapes of addresses and what nobody sees as well. */
export function unpacked(text: string): string {
  if (!PACKED.test(text)) return text;
  const parts = [
    ...[...text.matchAll(BASE64)].slice(0, MOST_PACKED).map(([part]) => Buffer.from(part, 'base64').toString('utf8')),
    ...[...text.matchAll(PERCENT)].slice(0, MOST_PACKED).map(([part]) => unescaped(part)),
    ...[...text.matchAll(UNSEEN_LETTERS)].slice(0, MOST_PACKED).map(([part]) => seen(part)),
  ];
  return [text, ...parts.filter((part) => READABLE.test(part) && part.includes(' '))].join('\n');
}

/** What tag characters and variation selectors stand for: ASCII, and bytes. */
function seen(text: string): string {
  const bytes = [...text].map((one) => {
    const point = one.codePointAt(0) ?? 0;
    if (point < 0xfe10) return point - 0xfe00;
    return point < 0xe0100 ? point - 0xe0000 : point - 0xe0100 + 16;
  });
  return Buffer.from(bytes).toString('utf8');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
