/** Of a server that the gate judged: what is not as approved, and what another version brings. */
import type { Report, UpdatePart } from '../../types.ts';
import { hang, indent, LABEL, labelled, type Page, safe } from './lines.ts';

/** Most differences shown of one kind. */
const MOST_CHANGES = 8;

export function changed({ compared }: Report, page: Page): readonly string[] {
  const all = compared?.changes ?? [];
  const shown = all
    .slice(0, MOST_CHANGES)
    .flatMap(({ text: what, detail, at }) => [
      ...hang('  ', `${safe(what)}: ${safe(detail)}`, page),
      ...hang('    ', safe(at.replace(/^config:/, '')), page).map((line) => page.paint('dim', line)),
    ]);
  const rest = all.length - MOST_CHANGES;
  return rest > 0 ? [...shown, `  … and ${rest} more`] : shown;
}

/** What another version brings: a line for each thing, and in one line what stayed. */
export function updated({ compared }: Report, page: Page): readonly string[] {
  const update = compared?.update;
  if (!update) return [];
  const parts = update.parts.map((part) => ({ about: part.about, lines: linesOf(part) }));
  const same = parts.filter(({ lines }) => lines.length === 0).map(({ about }) => safe(about));
  return [
    ...hang('  ', `${safe(update.from)} → ${safe(update.to)}`, page),
    ...parts.flatMap(({ about, lines }) => many(about, lines, page)),
    ...(same.length > 0 ? hang(labelled('the same'), same.join(', '), page) : []),
  ];
}

function linesOf({ added, removed, changed: other }: UpdatePart): readonly string[] {
  const marked = (mark: string, lines: readonly string[]) => lines.map((line) => `${mark} ${safe(line)}`);
  return [...marked('+', added), ...marked('~', other), ...marked('−', removed)];
}

function many(about: string, lines: readonly string[], page: Page): readonly string[] {
  const shown = lines
    .slice(0, MOST_CHANGES)
    .flatMap((line, index) => hang(index === 0 ? labelled(safe(about)) : ' '.repeat(LABEL), line, page));
  return lines.length > MOST_CHANGES ? [...shown, indent(`… and ${lines.length - MOST_CHANGES} more`)] : shown;
}
