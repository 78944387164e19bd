/**
 * The ways MCP clients write "put a value here": `${VAR}`, `${VAR:-default}`, `${env:VAR}`, `${input:id}`,
 * `${{ secrets.X }}`, `{{var}}`, `{env:VAR}`, `$VAR`, `$env:VAR`, `%VAR%`. Which of them a client understands differs,
 * so all are recognised everywhere; a default is a literal like any other, and can hide a secret.
 */

export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'reference';
      /** `env` the environment, `input` asked of the user, `store` a secret store, `file` a file's content, `client` known to the client. */
      readonly from: 'env' | 'input' | 'store' | 'file' | 'client';
      readonly name: string;
      /** The text after `:-`, itself with references. */
      readonly fallback: string | undefined;
    };

const BARE = [
  { pattern: /^\{\{\s*([^{}]{1,200}?)\s*\}\}/, from: 'input' },
  { pattern: /^\{env:([A-Za-z_]\w*)\}/, from: 'env' },
  { pattern: /^\{file:([^{}]{1,400})\}/, from: 'file' },
  { pattern: /^\$env:([A-Za-z_]\w*)/, from: 'env' },
  { pattern: /^\$([A-Za-z_]\w*)/, from: 'env' },
  { pattern: /^%([A-Za-z_]\w*)%/, from: 'env' },
] as const;

/** Longest reference in characters, its default included. Keeps a text of nothing but `${` cheap. */
const REFERENCE_LIMIT = 1_000;

/** Cuts a text into what is written out and what is put in later. */
export function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const found = referenceAt(text, at);
    if (found === undefined) {
      literal += text[at];
      at += 1;
      continue;
    }
    if (literal !== '') segments.push({ kind: 'literal', text: literal });
    literal = '';
    segments.push(found.segment);
    at = found.end;
  }
  if (literal !== '') segments.push({ kind: 'literal', text: literal });
  return segments;
}

/** True where the text holds any reference. */
export function hasReference(text: string): boolean {
  return segmentsOf(text).some(({ kind }) => kind === 'reference');
}

/** Everything written out, the defaults of references included. */
export function literalsOf(text: string): readonly string[] {
  return segmentsOf(text).flatMap((segment) => {
    if (segment.kind === 'literal') return [segment.text];
    return segment.fallback === undefined ? [] : literalsOf(segment.fallback);
  });
}

function referenceAt(text: string, at: number): { segment: Segment; end: number } | undefined {
  const first = text[at];
  if (first !== '$' && first !== '{' && first !== '%') return undefined;
  if (text.startsWith('${', at)) return bracedAt(text, at);
  const rest = text.slice(at, at + 420);
  for (const { pattern, from } of BARE) {
    const match = pattern.exec(rest);
    if (match?.[1] !== undefined)
      return { segment: { kind: 'reference', from, name: match[1], fallback: undefined }, end: at + match[0].length };
  }
  return undefined;
}

function bracedAt(text: string, at: number): { segment: Segment; end: number } | undefined {
  let depth = 0;
  const limit = Math.min(text.length, at + REFERENCE_LIMIT);
  for (let end = at + 1; end < limit; end += 1) {
    if (text[end] === '{') depth += 1;
    else if (text[end] === '}') depth -= 1;
    if (depth === 0) return { segment: braced(text.slice(at + 2, end)), end: end + 1 };
  }
  return undefined;
}

function braced(inside: string): Segment {
  if (inside.startsWith('{')) {
    const name = inside.replace(/^\{\s*|\s*\}$/g, '');
    return { kind: 'reference', from: /^secrets\./.test(name) ? 'store' : 'input', name, fallback: undefined };
  }
  const withDefault = /^((?:env:)?[A-Za-z_]\w*):?-(.*)$/s.exec(inside);
  const head = withDefault?.[1] ?? inside;
  const fallback = withDefault?.[2];
  if (head.startsWith('env:')) return { kind: 'reference', from: 'env', name: head.slice(4), fallback };
  if (/^(?:input|promptString|command):|^user_config\./.test(head))
    return { kind: 'reference', from: 'input', name: head.replace(/^[^:.]*[:.]/, ''), fallback };
  const fromClient =
    /^(?:workspaceFolder|workspaceRoot|userHome|__dirname|pathSeparator|\/|CLAUDE_|HOME$|DESKTOP$|DOCUMENTS$|DOWNLOADS$)/;
  return { kind: 'reference', from: fromClient.test(head) ? 'client' : 'env', name: head, fallback };
}
