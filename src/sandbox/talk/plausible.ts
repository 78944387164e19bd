/**
 * What a text property probably wants, beyond what its name alone tells: an example that its description gives, or a value of the
 * kind it speaks of. Pure. A description is the package's text: of it no address is taken, for what a tool was given explains
 * whom it writes to.
 */

/** Longest description that is read, and the longest example in it. */
const LONGEST = 2_000;

/** Well-known things by the words for them, most telling first: where the address of one is wanted, and where its name or number is. */
const THINGS: readonly (readonly [words: RegExp, address: string, name: string])[] = [
  [/you\s?tube|youtu\.be/i, 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'dQw4w9WgXcQ'],
  [/vimeo/i, 'https://vimeo.com/76979871', '76979871'],
  [/figma/i, 'https://www.figma.com/design/aBcDeFgHiJkLmNoPqRsTuV/Sample?node-id=1-2', 'aBcDeFgHiJkLmNoPqRsTuV'],
  [
    /google (?:docs?|drive|sheets?|slides)|spreadsheet/i,
    `https://docs.google.com/document/d/${'1aBcD'.repeat(9)}/edit`,
    '1aBcD'.repeat(9),
  ],
  [/arxiv/i, 'https://arxiv.org/abs/1706.03762', '1706.03762'],
  [/hugging ?face|gradio/i, 'https://huggingface.co/spaces/gradio/hello_world', 'gradio/hello_world'],
  [/notion/i, 'https://www.notion.so/Sample-3d6f0f5258a64b4e9a772f1c8a1f6b10', '3d6f0f5258a64b4e9a772f1c8a1f6b10'],
  [/reddit/i, 'https://www.reddit.com/r/node/comments/1abcde/sample/', 'node'],
  [/wikipedia/i, 'https://en.wikipedia.org/wiki/Venice', 'Venice'],
  [/git ?hub|\brepo(?:sitory)?\b/i, 'https://github.com/octocat/Hello-World', 'octocat/Hello-World'],
];

/** Values by a property's name, where it has no example: the first that fits. */
const KINDS: readonly (readonly [name: RegExp, value: string])[] = [
  [/^(?:repo|repository)_?name$|^repo$/i, 'Hello-World'],
  [/owner|^org(?:anization)?$/i, 'octocat'],
  [/ticker|symbol/i, 'AAPL'],
  [/currency/i, 'USD'],
  [/country/i, 'US'],
  [/^state$|province|region/i, 'CA'],
  [/^lat(?:itude)?$/i, '45.44'],
  [/^(?:lon|lng)(?:gitude)?$/i, '12.33'],
  [/coord|lng_?lat|lat_?lng|location|^(?:origin|destination)s?$/i, '12.33,45.44'],
  [/^ip(?:_?v?[46])?(?:_?addr(?:ess)?)?$/i, '192.0.2.7'],
  [/time_?zone|^tz$/i, 'Europe/Rome'],
  [/cron/i, '0 9 * * *'],
  [/date|day|since|until|from|start|end/i, '2026-01-15'],
  [/time/i, '09:00'],
  [/colou?r/i, '#336699'],
  [/postal|zip/i, '10001'],
  [/airport|iata/i, 'VCE'],
  [/package|module|library/i, 'express'],
  [/branch|^ref$/i, 'main'],
  [/version/i, '1.0.0'],
  // What stands in the file that tools are given.
  [/^old_?(?:text|str(?:ing)?|content)$|^(?:search|find)_?(?:text|str(?:ing)?)$/i, 'Orders and invoices'],
  [/selector/i, 'body'],
  [/regex|pattern/i, 'a.c'],
  [/base64/i, 'c2FtcGxl'],
  [/json/i, '{}'],
  [/component/i, 'button'],
  [/page|limit|count|number|^num|size|offset|max|min|depth|timeout|seconds|index|width|height|(?:^|_)id$|Id$/, '1'],
];

/** What is wanted of a database, by the name of the tool that asks it. */
const STATEMENTS: readonly (readonly [context: RegExp, statement: string])[] = [
  [/create.?table/i, 'CREATE TABLE acme (id INTEGER, name TEXT)'],
  [/alter.?table/i, 'ALTER TABLE acme ADD COLUMN note TEXT'],
  [/write|insert|execute|modify/i, "INSERT INTO acme (name) VALUES ('sample')"],
  [/update/i, "UPDATE acme SET name = 'sample' WHERE id = 1"],
  [/delete/i, 'DELETE FROM acme WHERE id = 1'],
];

/** Servers of databases, which are there: the first whose word is said, or the last. */
const SERVERS: readonly (readonly [words: RegExp, address: string])[] = [
  [/mongo/i, 'mongodb://db.internal:27017/app'],
  [/mysql|maria/i, 'mysql://db.internal:3306/app'],
  [/redis|valkey/i, 'redis://cache.internal:6379/0'],
  [/./, 'postgres://db.internal:5432/app'],
];
const CONNECTS = /connection_?(?:string|ur[li])|\bdsn$|(?:database|db|mongo(?:db)?|redis|postgres|mysql)_?ur[li]/i;

const EXAMPLES: readonly RegExp[] = [
  /\b(?:e\.?g\.?,?|for example[,:]?|examples?:|such as|i\.e\.,?|like)\s*["'`“‘「]([^"'`”’」\n]{1,120})["'`”’」]/i,
  /(?:例如|比如|如)\s*[:：]?\s*["'`“‘「]?([\w./:,+-]{1,120})/,
  /\b(?:e\.g\.,?|for example[,:]?|examples?:)\s*([\w./:#+-]{1,120}[\w#+])/i,
  // One of its choices, in quotes: `'asc' or 'desc'`.
  /(?:^|[\s(:])["'`“]([\w.:/+-]{1,60})["'`”]/,
];

/** Who receives something is never taken from a stranger's words. */
const ADDRESS = /@|:\/\/|^\+?\d[\d ()-]{6,}$|^[CDGU][A-Z0-9]{8,12}$|^(?:[\w-]+\.)+[a-z]{2,}(?:[/:]|$)/i;
const RECEIVES = /recipient|^(?:to|cc|bcc)$|e-?mail|chat|channel|webhook|callback|phone/i;

/** The name of the tool is the first word of what is said of it. */
function statementFor(context: string): string | undefined {
  const [tool = ''] = context.slice(0, LONGEST).split(' ', 1);
  return STATEMENTS.find(([words]) => words.test(tool))?.[1];
}

/** `description` is the property's own, `context` what else is said of what it belongs to. */
export function plausible(name: string, description: string, context: string): string | undefined {
  if (RECEIVES.test(name)) return undefined;
  const told = description.slice(0, LONGEST);
  const around = `${name} ${told} ${context.slice(0, LONGEST)}`;
  const [, address, thing] = THINGS.find(([words]) => words.test(around)) ?? [];
  if (CONNECTS.test(name)) return SERVERS.find(([words]) => words.test(around))?.[1];
  const statement = /sql|query|statement/i.test(name) ? statementFor(context) : undefined;
  if (statement !== undefined) return statement;
  const example = exampleIn(told);
  if (/ur[li]|link/i.test(name)) return address ?? example;
  const named = /repo/i.test(name) && /owner|\//.test(told) ? 'octocat/Hello-World' : undefined;
  const kind = KINDS.find(([words]) => words.test(name))?.[1];
  return example ?? named ?? (/(?:id|key|slug)$/i.test(name) ? thing : undefined) ?? kind;
}

/** Whether somebody could be written to, or asked, by this text. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

function exampleIn(told: string): string | undefined {
  const found = EXAMPLES.flatMap((pattern) => pattern.exec(told)?.[1]?.trim() ?? []);
  // Of signs alone is told what not to write.
  return found.find((one) => /[\p{L}\d]/u.test(one) && !isAddress(one));
}
