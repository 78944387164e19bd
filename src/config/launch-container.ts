/** docker, podman and nerdctl: which image, and what of the host it is given. */
import { join, type Launch, type Launcher, type Option, unresolved, type Word } from './launch.ts';

/** Switches of `docker run`; every other option takes a value, as most of them do. */
const SWITCHES = new Set(
  '-d --detach -i --interactive -t --tty --rm --privileged --init --read-only --no-healthcheck --oom-kill-disable --publish-all -P --sig-proxy --quiet -q --disable-content-trust --help --replace --systemd --tls-verify'.split(
    ' ',
  ),
);
const GLOBAL_VALUED = new Set(
  '-H --host --context -c --config -l --log-level --tlscacert --tlscert --tlskey --namespace -n --address'.split(' '),
);

export function readContainer(launcher: Launcher): Launch {
  const [verb, ...words] = dropGlobal(launcher.words);
  if (verb?.text === 'container' && words[0]?.text === 'run') return readRun(launcher, words.slice(1));
  if (verb?.text === 'run') return readRun(launcher, words);
  const said = verb === undefined ? launcher.word : verb;
  if (verb?.text === 'mcp') return unresolved(said, 'which servers the gateway runs stands in its catalog');
  if (verb?.text === 'compose') return unresolved(said, 'what runs stands in the Compose file');
  return unresolved(said, `${launcher.name} ${verb?.text ?? ''} starts no image that the config names`);
}

function dropGlobal(words: readonly Word[]): readonly Word[] {
  let at = 0;
  while (words[at]?.text.startsWith('-')) at += GLOBAL_VALUED.has(words[at]?.text ?? '') ? 2 : 1;
  return words.slice(at);
}

interface Given {
  readonly name: string;
  readonly value: string;
  readonly from: number;
}

function readRun(launcher: Launcher, words: readonly Word[]): Launch {
  const { given, image } = runOptions(words);
  const parts = given.map(meaning);
  if (image === undefined) return join(unresolved(launcher.word, `${launcher.name} run names no image`), ...parts);
  if (/\$\{|\{\{|^\$/.test(image.text)) return join(unresolved(image, 'the image is named by a variable'), ...parts);
  const pin = /@sha256:[0-9a-f]{64}$/.test(image.text) ? 'exact' : 'floating';
  return join({ runs: [{ kind: 'image', role: 'server', from: image.from, reference: image.text, pin }] }, ...parts);
}

/** Options up to the image: `--name value`, `--name=value`, `-v value`, `-vvalue`, `-it`, `-ie NAME`. */
function runOptions(words: readonly Word[]): { given: readonly Given[]; image: Word | undefined } {
  const given: Given[] = [];
  let at = 0;
  while (at < words.length) {
    const { text, from } = words[at] as Word;
    if (text === '--') return { given, image: words[at + 1] };
    if (!text.startsWith('-')) return { given, image: words[at] };
    const { name, value } = splitOption(text);
    const takesNext = value === undefined && !SWITCHES.has(name);
    given.push({
      name,
      value: value ?? (takesNext ? (words[at + 1]?.text ?? '') : ''),
      from: takesNext ? from + 1 : from,
    });
    at += takesNext ? 2 : 1;
  }
  return { given, image: undefined };
}

function splitOption(text: string): { name: string; value: string | undefined } {
  const cut = text.indexOf('=');
  if (text.startsWith('--'))
    return cut < 0 ? { name: text, value: undefined } : { name: text.slice(0, cut), value: text.slice(cut + 1) };
  for (let at = 1; at < text.length; at += 1) {
    const name = `-${text[at]}`;
    if (SWITCHES.has(name)) continue;
    const rest = text.slice(at + 1).replace(/^=/, '');
    return { name, value: rest === '' ? undefined : rest };
  }
  return { name: `-${text[1] ?? ''}`, value: undefined };
}

/** What one option means for the host. */
function meaning({ name, value, from }: Given): Partial<Launch> {
  if (name === '-e' || name === '--env') {
    const cut = value.indexOf('=');
    return cut < 0 ? {} : { env: [{ name: value.slice(0, cut), value: value.slice(cut + 1), from }] };
  }
  if (name === '--env-file') return { envFiles: [{ path: value, from }] };
  const risk = RISKS.find(({ names, values }) => names.test(name) && values.test(value));
  return risk === undefined
    ? {}
    : { options: [{ kind: risk.kind, text: value === '' ? name : `${name} ${value}`, from }] };
}

/** Options that give the container something of the host. */
const RISKS: readonly { readonly kind: Option['kind']; readonly names: RegExp; readonly values: RegExp }[] = [
  { kind: 'mount', names: /^(?:-v|--volume|--mount)$/, values: /./ },
  { kind: 'privileged', names: /^--privileged$/, values: /^(?!false$)/ },
  { kind: 'host-network', names: /^--net(?:work)?$/, values: /^host$/ },
  { kind: 'capability', names: /^--(?:cap-add|device)$/, values: /./ },
  { kind: 'capability', names: /^--security-opt$/, values: /unconfined|disable/ },
  { kind: 'host-namespace', names: /^--(?:pid|ipc|uts|userns|cgroupns)$/, values: /^host$/ },
  { kind: 'root-user', names: /^(?:-u|--user)$/, values: /^(?:0|root)(?::|$)/ },
];
