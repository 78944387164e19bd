/** The trust profile: what is known of the target from outside, in three states, and what is listed against its tree. */
import type { AdvisorySource, ListedAdvisory, Nearness, Report, TrustFact } from '../../types.ts';
import { html, type Markup } from './markup.ts';

/** The three states in words, so that nobody takes an unknown for a good sign. */
export function trust({ trust: known }: Report): Markup {
  if (known === null) return html`<p class="soft">Nothing was looked up outside the package.</p>`;
  return html`<p class="soft">As of ${known.asOf}. What is not known is neither good nor bad.</p>
    <div class="wide" role="group" tabindex="0" aria-label="What is known"><table><thead><tr><th scope="col">About</th><th scope="col">Known</th><th scope="col">What</th></tr></thead><tbody>
    ${together(known.facts).map(({ about, standing, text }) => row(about, standing, text))}
    ${known.sources.map((source) => row('advisories', STANDING[source.outcome], answer(source)))}
    </tbody></table></div>${listed(known.advisories ?? [])}`;
}

/** What is not known for one reason, in one row. */
function together(facts: readonly TrustFact[]): readonly TrustFact[] {
  const alike = Map.groupBy(facts, ({ about, standing, text }) =>
    standing === 'unknown' ? text : `${about}\0${text}`,
  );
  return [...alike.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ ...first, about: [first, ...more].map(({ about }) => about).join(', ') }],
  );
}

const row = (about: string, standing: string, text: string): Markup =>
  html`<tr><th scope="row">${about}</th><td><span class="badge ${standing}">${standing}</span></td><td>${text}</td></tr>`;

const STANDING: Record<AdvisorySource['outcome'], string> = { clean: 'good', found: 'bad', unchecked: 'unknown' };

function answer(source: AdvisorySource): string {
  if (source.outcome === 'unchecked') return `${source.name}: not checked: ${source.reason}`;
  return `${source.name}: ${source.count} listed as of ${source.asOf}`;
}

const REACHED: Record<Nearness, string> = {
  load: 'when it is loaded',
  later: 'perhaps later',
  unknown: 'not known',
  never: 'by nothing that was read',
};

function listed(advisories: readonly ListedAdvisory[]): Markup {
  if (advisories.length === 0) return html``;
  return html`<h3>Listed against the tree</h3><div class="wide" role="group" tabindex="0" aria-label="Listed against the tree"><table><thead><tr><th scope="col">Package</th><th scope="col">Severity</th><th scope="col">What</th><th scope="col">Imported</th><th scope="col">Mended in</th></tr></thead><tbody>
    ${advisories.map((one) => html`<tr><td><code>${one.package}</code>${why(one)}</td><td><span class="badge ${one.severity}">${one.severity}</span></td><td>${one.id}: ${one.title}<br><span class="soft">${one.source} · ${one.url}</span></td><td>${REACHED[one.reached ?? 'unknown']}</td><td>${one.fixed ?? 'not told'}</td></tr>`)}
    </tbody></table></div>`;
}

/** What brings it in, where it is not the target itself. */
function why({ via = [] }: ListedAdvisory): Markup {
  return via.length > 1 ? html`<br><span class="soft">${via.join(' › ')}</span>` : html``;
}
