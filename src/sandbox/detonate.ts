/**
 * Detonation: every profile gets a box of its own, the tree is laid out in it, and the phases run in order. Whatever the
 * package does is an observation; whatever keeps us from seeing it is a gap. Never throws for either.
 */
import { posix } from 'node:path';
import { environmentReads } from '../code/facts/environment.ts';
import { decode } from '../code/scripts/entries.ts';
import { reasonOf } from '../errors.ts';
import type { Package, PackageStore, PackageTree, Progress, Sandbox, SandboxInfo, Tool } from '../types.ts';
import { LIMITS } from './bounds/limits.ts';
import { createCanaries } from './decoys/canaries.ts';
import { type Planting, plant } from './decoys/decoys.ts';
import { explain, mentions, type Unknown } from './decoys/sources.ts';
import type { Box, Engine } from './engine/engine.ts';
import { gather, troubles, type Witnesses } from './gather.ts';
import { merge, type ProfileResult } from './merge.ts';
import { startOthers } from './phases/bins.ts';
import { importPackage } from './phases/import.ts';
import { install, missedAtInstall } from './phases/install.ts';
import { serve } from './phases/serve.ts';
import { environment, missed, phaseClock, type Stage } from './phases/stage.ts';
import { comparedIn } from './talk/compared.ts';
import type { Conversation } from './talk/driver.ts';
import type { Wanted } from './talk/wanted.ts';
import { variablesDocumented } from './talk/wishes.ts';
import { traceMemory } from './witnesses/observe.ts';
import { createSinkLog, type SinkEvent } from './witnesses/sink.ts';
import { PROFILES, type Profile } from './world/profiles.ts';
import { type LaidTree, layHome, layTree } from './world/project.ts';

/** What the door needs: an engine, the images it made, and the text of the seccomp profile. */
export interface SandboxParts {
  readonly engine: Engine;
  readonly images: { readonly sink: string; readonly target: string };
  readonly seccomp: string;
}

export interface SandboxOptions {
  readonly signal?: AbortSignal;
  /** Whom the package is shown to; a laptop and a CI runner by default. */
  readonly profiles?: readonly Profile[];
}

/** The door to the container engine. `prepare` rejects where no engine answers or the image is missing. */
export function createSandbox(
  prepare: () => Promise<SandboxParts>,
  { signal, profiles = PROFILES }: SandboxOptions = {},
): Sandbox {
  return {
    async detonate(tree, store, progress) {
      let parts: SandboxParts;
      try {
        parts = await prepare();
        await parts.engine.sweep();
      } catch (error) {
        return {
          value: { runs: [], observations: [], tools: [], sandbox: undefined },
          gaps: [{ stage: 'sandbox', subject: 'engine', reason: reasonOf(error) }],
        };
      }
      const laid = layTree(tree, store);
      laid.catch(() => {});
      try {
        const charge: Charge = { tree, laid, ...(await toldBy(tree, store)) };
        const runs: ProfileResult[] = [];
        for (let next = 0; next < profiles.length; next += TOGETHER) {
          const some = profiles.slice(next, next + TOGETHER);
          runs.push(...(await Promise.all(some.map((one) => runProfile(parts, one, charge, progress, signal)))));
        }
        return merge(await explained(runs, tree, store), tree, infoOf(parts));
      } finally {
        // Where it failed, each profile has said so.
        await laid.then(({ close }) => close()).catch(() => {});
      }
    },
  };
}

/** Profiles that run side by side: each may use two processors, and a machine that is short of them looks slow to the package. */
const TOGETHER = 3;

/** What neither an input nor the configuration explains may be named by the package itself. */
async function explained(
  results: readonly ProfileResult[],
  tree: PackageTree,
  store: PackageStore,
): Promise<readonly ProfileResult[]> {
  const unknown = results.flatMap(({ drafts }) => drafts.flatMap((draft) => unknownOf(draft) ?? []));
  const found = await explain(unknown, tree, store);
  const hosts = results.flatMap(({ drafts }) => drafts.flatMap((one) => (isCarried(one) ? [one.host] : [])));
  const mentioned = await mentions(hosts, tree, store);
  const told = (draft: ProfileDraft): ProfileDraft => {
    const wanted = unknownOf(draft);
    if (!wanted || !('explained' in draft)) return draft;
    const by = found.get(wanted.value) ?? 'nothing';
    return { ...draft, explained: isCarried(draft) && mentioned.has(draft.host) ? 'documentation' : by };
  };
  return results.map((result) => ({ ...result, drafts: result.drafts.map(told) }));
}

type ProfileDraft = ProfileResult['drafts'][number];

function unknownOf(draft: ProfileDraft): Unknown | undefined {
  if (draft.kind === 'recipient' && draft.explained === 'nothing') return draft;
  return isCarried(draft) && draft.explained === 'nothing' ? { what: 'host', value: draft.host } : undefined;
}

/** What a tool was given, or what the user's own documents hold, on its way. */
function isCarried(draft: ProfileDraft): draft is Extract<ProfileDraft, { readonly kind: 'argument' | 'document' }> {
  return draft.kind === 'argument' || draft.kind === 'document';
}

function infoOf({ engine, images }: SandboxParts): SandboxInfo {
  const { isolation } = engine;
  return {
    image: images.target,
    engine: engine.version,
    runtime: isolation.runtime,
    tier: isolation.tier,
    isolation: isolation.words,
    warnings: isolation.warnings,
  };
}

/** What the target tells of how it wants to be started. */
async function toldBy(tree: PackageTree, store: PackageStore): Promise<Told> {
  const { value } = await store.open(tree.root);
  if (!value) return { asked: [], readme: '', compared: [], scripts: [] };
  const [, bytes] = [...value.files].find(([path]) => /^readme[^/]*$/i.test(path)) ?? [];
  const readme = bytes ? decode(bytes) : '';
  // A name that is put together, or kept in another module, is read by nobody but users.
  const asked = [...new Set([...environmentReads(value), ...variablesDocumented(value.files)])];
  return {
    asked,
    readme,
    compared: comparedIn(scriptsOf(value, MOST_COMPARED)),
    scripts: [...scriptsOf(value, MOST_CODE)],
  };
}

/** Characters of its code that are read once, and that are kept to be asked again. */
const MOST_COMPARED = 20_000_000;
const MOST_CODE = 2_000_000;

function* scriptsOf({ files }: Package, most: number): Iterable<string> {
  let left = most;
  for (const [path, bytes] of files) {
    if (!/\.[cm]?js$/.test(path) || bytes.length > left) continue;
    left -= bytes.length;
    yield decode(bytes);
  }
}

/** What the target's own text tells. */
interface Told {
  /** Variables it reads by name, or says are to be set. */
  readonly asked: readonly string[];
  /** Its documentation. */
  readonly readme: string;
  /** What it holds answers against. */
  readonly compared: readonly Wanted[];
  /** Its code. */
  readonly scripts: readonly string[];
}

/** What is detonated. */
interface Charge extends Told {
  readonly tree: PackageTree;
  readonly laid: Promise<LaidTree>;
}

async function runProfile(
  { engine, images, seccomp }: SandboxParts,
  profile: Profile,
  charge: Charge,
  progress: Progress,
  signal?: AbortSignal,
): Promise<ProfileResult> {
  const planting = plant(charge.asked, profile.work, profile.home);
  const sink = createSinkLog();
  const say: Progress = ({ stage, detail }) => progress({ stage: `${profile.name} ${stage}`, detail });
  let box: Box | undefined;
  const stop = () => void box?.close();
  try {
    signal?.throwIfAborted();
    say({ stage: 'boot', detail: '' });
    const room = charge.laid.then((laid) => laid.room);
    room.catch(() => {});
    box = await engine.open({ profile, images, seccomp, role: planting.role, room, onSink: sink.add });
    signal?.addEventListener('abort', stop);
    // What came while the box was being opened nobody heard.
    signal?.throwIfAborted();
    return await runPhases(box, profile, charge, planting, sink.events, say);
  } catch (error) {
    const reason = signal?.aborted ? 'interrupted' : reasonOf(error);
    const gaps = [{ stage: 'sandbox', subject: profile.name, reason }] as const;
    return { profile, began: 0, runs: [], drafts: [], tools: [], gaps };
  } finally {
    signal?.removeEventListener('abort', stop);
    await box?.close();
  }
}

async function runPhases(
  box: Box,
  profile: Profile,
  { tree, laid, readme, compared, scripts }: Charge,
  planting: Planting,
  sink: readonly SinkEvent[],
  say: Progress,
): Promise<ProfileResult> {
  say({ stage: 'unpack', detail: '' });
  const { layout, read } = await laid;
  await box.unpack(layHome(tree, profile, box.project, planting.files), read());
  const began = box.now();
  const stage: Stage = {
    box,
    profile,
    layout,
    planting,
    readme,
    compared,
    scripts,
    extra: [],
    canaries: createCanaries(),
    given: [],
    env: environment(profile, planting),
    work: posix.join(profile.home, profile.work),
    runs: [],
    gaps: [...layout.gaps],
    observers: [],
    memory: traceMemory(),
    messages: { left: LIMITS.texts.messages },
    clock: phaseClock(box.now),
    say,
  };
  await install(stage, tree);
  await Promise.all([importPackage(stage, tree), startOthers(stage, tree)]);
  const conversations = await serve(stage, tree);
  for (const observer of stage.observers) observer.end();
  const unread = () => undefined;
  const [changed, contents] = await Promise.all([box.changed().catch(unread), box.contents().catch(unread)]);
  // Everything is seen: what is left to do needs no box.
  const closed = box.close();
  const witnesses: Witnesses = {
    profile: profile.name,
    observers: stage.observers,
    sink,
    conversations,
    changed,
    contents: contents?.files,
    project: box.project,
    phaseAt: stage.clock.at,
    documents: planting.documents,
    stem: stage.canaries.stem,
  };
  missedAtInstall(stage, tree, sink);
  if (stage.messages.left === 0) missed(stage, 'call', 'the server answered more than is searched for decoys');
  const configuration = configurationOf(planting, tree, stage.given);
  const judged = gather(witnesses, [...planting.decoys, ...stage.extra], configuration).finally(() =>
    contents?.close(),
  );
  const [seen] = await Promise.all([judged, closed]);
  return {
    profile,
    began,
    runs: stage.runs,
    drafts: seen.value,
    tools: offeredIn(conversations),
    gaps: [...stage.gaps, ...troubles(witnesses), ...seen.gaps],
  };
}

/** Each tool as it was first offered. Some are only once a server was given more: what those say and do counts as well. */
function offeredIn(conversations: readonly Conversation[]): readonly Tool[] {
  const all = new Map<string, Tool>();
  for (const tool of conversations.flatMap(({ tools }) => tools)) if (!all.has(tool.name)) all.set(tool.name, tool);
  return [...all.values()];
}

/** Everything the package was given on purpose: what it is started with, and the values of the variables it asks for. */
function configurationOf({ env, settings, hosts }: Planting, tree: PackageTree, given: readonly string[]): string {
  return [...Object.values(env), ...Object.values(settings), ...hosts, ...tree.target.args, ...given].join('\n');
}
