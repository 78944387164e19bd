/**
 * PackageTree → Trust: what is known about its packages from outside them. The registry's documents are those the tree was made
 * from, so asking costs one request for advisories. What is not told is a gap; nothing is ever good because it is missing.
 */
import npa from 'npm-package-arg';
import npmFetch from 'npm-registry-fetch';
import { reasonOf } from '../errors.ts';
import { daysSince } from '../history.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { createPackuments, type Packuments } from '../resolve/packuments.ts';
import type { AdvisorySource, Gap, History, PackageTree, Staged, TreeNode, Trust } from '../types.ts';
import { type Answered, askRegistries, distinct } from './advisories.ts';
import { factsOf, noFacts } from './facts.ts';
import { toHistory } from './history.ts';
import { askOsv } from './osv-store.ts';

/** Milliseconds. */
export interface TrustLimits {
  /** For one registry's answer about advisories, with its retries. */
  readonly advisories: number;
  /** For all documents about packages. */
  readonly histories: number;
}

/** The bulk endpoint of the public registry answers within two seconds; a tree's documents are at hand already. */
export const TRUST_LIMITS: TrustLimits = { advisories: 20_000, histories: 60_000 };

/** `asOf` is the day it is: `2026-01-31`. */
export async function collectTrust(
  tree: PackageTree,
  options: NpmOptions,
  asOf: string,
  limits: TrustLimits = TRUST_LIMITS,
): Promise<Staged<Trust>> {
  const [registries, osv, looked] = await Promise.all([
    askRegistries(tree, options, { asOf, ms: limits.advisories }),
    askOsv(tree, options.cache),
    histories(tree, options, asOf, limits.histories),
  ]);
  const answers = [...registries, osv];
  const mine = looked.known.find((history) => history.package === tree.root.id);
  const trust: Trust = {
    asOf,
    facts: mine ? factsOf(mine, asOf) : noFacts(looked.failed.get(tree.root.id) ?? 'it is not from a registry'),
    sources: answers.map(({ source }) => source),
    advisories: distinct(answers.flatMap(({ advisories }) => advisories)),
    histories: looked.known,
  };
  return { value: trust, gaps: [...unchecked(tree, registries, osv, asOf), ...unknown(tree, looked)] };
}

// ---------------------------------------------------------------- histories

interface Looked {
  readonly known: readonly History[];
  /** Why there is none, by package id. */
  readonly failed: ReadonlyMap<string, string>;
}

/** Documents read at a time: they come from the disk, and the largest hold thousands of versions. */
const PARALLEL = 8;

async function histories(tree: PackageTree, options: NpmOptions, asOf: string, ms: number): Promise<Looked> {
  const packuments = createPackuments(options, { ms, signal: AbortSignal.timeout(ms) });
  const pending = new Map(tree.nodes.map((node) => [node.id, node])).values();
  const known: History[] = [];
  const failed = new Map<string, string>();
  const reader = async (): Promise<void> => {
    for (const node of pending) {
      const history = await historyOf(node, packuments, options, asOf);
      if (typeof history === 'string') failed.set(node.id, history);
      else known.push(history);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, reader));
  return { known: known.sort((a, b) => (a.package < b.package ? -1 : 1)), failed };
}

/** A reason, where there is none to be had. */
async function historyOf(
  node: TreeNode,
  packuments: Packuments,
  options: NpmOptions,
  asOf: string,
): Promise<History | string> {
  if (node.bundled) return 'another package carries it, so no registry vouches for it';
  if (node.resolved === undefined) return 'it is not from a registry';
  const registry = npmFetch.pickRegistry(node.name, options as npmFetch.Options).replace(/\/+$/, '');
  try {
    const url = `${registry}/${npa(node.name).escapedName}`;
    return toHistory(node, await packuments.whileGoing(packuments.get(`full:${url}`)), asOf);
  } catch (error) {
    return quote(reasonOf(error));
  }
}

// ---------------------------------------------------------------- gaps

/** Days after which an export tells nothing about today. */
const STALE = 30;

/** A gap only where no source knows the tree: that some other was not asked, the report says all the same. */
function unchecked(tree: PackageTree, registries: readonly Answered[], osv: Answered, asOf: string): Gap[] {
  const offline = whyNot(osv.source, asOf);
  if (offline === undefined) return [];
  const subject = `the ${tree.nodes.length} packages of the tree`;
  const stage = 'advisories';
  if (registries.length === 0) return [{ stage, subject, reason: `no registry could be asked; ${offline}` }];
  return registries.flatMap(({ source }) => {
    const reason = whyNot(source, asOf);
    return reason === undefined ? [] : [{ stage, subject, reason: `${reason}; ${offline}` }];
  });
}

function whyNot(source: AdvisorySource, asOf: string): string | undefined {
  if (source.outcome === 'unchecked') return `${source.name}: ${source.reason}`;
  const days = daysSince(source.asOf, asOf) ?? Number.POSITIVE_INFINITY;
  return days > STALE ? `${source.name}: its newest record is ${days} days old` : undefined;
}

/** What is not known of the target, each thing for itself, and of how many dependencies. */
function unknown(tree: PackageTree, looked: Looked): Gap[] {
  const doubts = (stage: Gap['stage'], kinds: readonly (keyof History['doubts'])[]): Gap[] => {
    const doubtful = new Map<string, string>(looked.failed);
    for (const { package: id, doubts: all } of looked.known) {
      const reasons = kinds.flatMap((kind) => all[kind] ?? []);
      if (reasons.length > 0) doubtful.set(id, reasons.join('; '));
    }
    return gapsOf(stage, tree, doubtful);
  };
  const provenance = doubts('provenance', ['proofs']);
  return [
    ...doubts('maintainer', ['publishers', 'dates']),
    ...(provenance.length > 0 ? provenance : [unverified(tree)]),
  ];
}

/** What a registry says of proofs is compared between versions, which shows a loss; it is believed, not verified. */
function unverified({ root }: PackageTree): Gap {
  const reason = 'signatures and attestations were not verified, only what the registry says of them was compared';
  return { stage: 'provenance', subject: root.id, reason };
}

/** One gap: the target first, and how many others are like it. */
function gapsOf(stage: Gap['stage'], tree: PackageTree, doubtful: ReadonlyMap<string, string>): Gap[] {
  const { id } = tree.root;
  const mine = doubtful.get(id);
  const others = [...doubtful].filter(([one]) => one !== id).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = new Set(tree.nodes.map((node) => node.id)).size - 1;
  const [first] = others;
  if (mine !== undefined) {
    const rest = others.length > 0 ? `; ${others.length} of ${all} dependencies are not known either` : '';
    return [{ stage, subject: id, reason: `${mine}${rest}` }];
  }
  if (first === undefined) return [];
  return [{ stage, subject: `${others.length} of ${all} dependencies`, reason: `${first[0]}: ${first[1]}` }];
}
