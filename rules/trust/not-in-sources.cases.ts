import { defineCases } from '../../src/rule.ts';

/** A repository that holds these files, and the package's manifest unless they bring one. */
const repository = (files: Readonly<Record<string, string>>) => ({
  repository: {
    repository: 'github.com/wendy/weather',
    ref: 'v1.0.0',
    files: new Map(
      Object.entries({ 'package.json': '{"name":"case"}', ...files }).map(([path, text]) => [
        path,
        new TextEncoder().encode(text),
      ]),
    ),
  },
});

const source =
  "import { base } from './base.js';\nexport async function get(city: string): Promise<Response> {\n  return fetch(`${base}/v1/${city}`, { headers: { k: process.env['WEATHER_KEY'] ?? '' } });\n}\n";
const base = "export const base: string = 'https://api.weather.example';\n";
const trust = repository({ 'src/index.ts': source, 'src/base.ts': base, 'README.md': 'Weather.' });
const built =
  'import { base } from "./base.js";\nexport async function get(city) {\n    return fetch(`${base}/v1/${city}`, { headers: { k: process.env["WEATHER_KEY"] ?? "" } });\n}\n';
const builtBase = 'export const base = "https://api.weather.example";\n';
const manifest = { main: 'dist/index.js', type: 'module' };
const dist = (index: string) => ({ 'dist/index.js': index, 'dist/base.js': builtBase });

/** The generated file with a map that holds its sources. */
const mapped = (code: string, sourcesContent: readonly (string | null)[]) => ({
  'dist/index.js': `${code}//# sourceMappingURL=index.js.map\n`,
  'dist/base.js': builtBase,
  'dist/index.js.map': JSON.stringify({
    version: 3,
    sources: sourcesContent.map((_, i) => `../src/${i}.ts`),
    sourcesContent,
    mappings: '',
  }),
});

/** Generated files with the sources they were compiled from, which the package ships too. */
const shipped = (index: string, more: Readonly<Record<string, string>> = {}) => ({
  ...dist(index),
  'src/index.ts': source,
  'src/base.ts': base,
  ...more,
});

export default defineCases({
  bad: [
    {
      name: 'a host that the repository does not name',
      manifest,
      trust,
      files: dist(`${built}fetch("https://stats.example/ping", { method: "POST" });\n`),
    },
    {
      name: 'the same, put together',
      manifest,
      trust,
      files: dist(`${built}fetch(["https:", "", "stats.exam" + "ple"].join("/"));\n`),
    },
    {
      name: 'a process',
      manifest,
      trust,
      files: dist(`import { exec } from "node:child_process";\n${built}exec("uname -a");\n`),
    },
    { name: 'a text that becomes code', manifest, trust, files: dist(`${built}new Function("x", globalThis.y)(1);\n`) },
    {
      name: 'another credential',
      manifest,
      trust,
      files: dist(`${built}export const t = process.env.GITHUB_TOKEN;\n`),
    },
    {
      name: 'a file of credentials',
      manifest,
      trust,
      files: dist(
        `import { readFileSync } from "node:fs";\nimport { homedir } from "node:os";\n${built}export const k = readFileSync(homedir() + "/.aws/credentials", "utf8");\n`,
      ),
    },
    {
      name: 'a host that the sources in its own source map do not name',
      manifest,
      files: mapped(`${built}fetch("https://stats.example/ping");\n`, [source, base]),
    },
    {
      name: 'a host that the source beside it does not name',
      manifest,
      files: shipped(`${built}fetch("https://stats.example/ping");\n`),
    },
    {
      name: 'a process that another source starts, and not the one it was compiled from',
      manifest,
      files: shipped(`import { exec } from "node:child_process";\n${built}exec("git gc");\n`, {
        'src/git.ts': "import { exec } from 'node:child_process';\nexport const tidy = () => exec('git gc');\n",
      }),
    },
    {
      name: 'a credential that the source in the same folder does not read',
      manifest: { ...manifest, main: 'index.js' },
      files: {
        'index.ts': source,
        'base.ts': base,
        'index.js': `${built}export const t = process.env.GITHUB_TOKEN;\n`,
        'base.js': builtBase,
      },
    },
    {
      name: 'a text that becomes code, in one of two formats',
      manifest: { ...manifest, main: 'dist/esm/index.js' },
      files: {
        'src/index.ts': source,
        'dist/esm/index.js': `${built}new Function("x", globalThis.y)(1);\n`,
        'dist/esm/base.js': builtBase,
      },
    },
  ],
  ok: [
    { name: 'what was compiled from the source beside it', manifest, files: shipped(built) },
    {
      name: 'a host that another of its sources names',
      manifest,
      files: shipped(`${built}export const eu = () => fetch("https://eu.api.example");\n`, {
        'src/hosts.ts': "export const enum Hosts { eu = 'https://eu.api.example' }\n",
      }),
    },
    {
      name: 'a bundle of several sources, of which the package ships one',
      manifest,
      files: {
        'src/index.ts': source,
        'dist/index.js': `const base = "https://api.weather.example";\nfetch("https://stats.example/ping");\n${built.slice(built.indexOf('export'))}`,
      },
    },
    {
      name: 'types beside code that is written by hand',
      manifest: { ...manifest, main: 'index.js' },
      files: {
        'index.ts':
          'export interface Weather {\n  city: string;\n}\nexport declare function get(city: string): Weather;\nexport type Class = "rain";\n',
        'index.js': 'export const get = (city) => fetch(`https://api.weather.example/${city}`);\n',
      },
    },
    {
      name: 'a minified file beside its source',
      manifest,
      files: {
        'src/index.ts': source,
        'dist/index.js':
          'const a="https://api.weather.example",b=process.env;export async function g(c){return fetch(a+"/v1/"+c,{headers:{k:b.KEY_OF_WEATHER}})}',
      },
    },
    {
      name: 'translations that only share the ending',
      manifest: { ...manifest, main: 'index.js' },
      files: {
        'index.ts': '<TS version="2.1"><context><name>Weather</name></context></TS>\n',
        'index.js': 'export const get = () => fetch("https://api.weather.example");\n',
      },
    },
    { name: 'what was compiled from it', manifest, trust, files: dist(built) },
    {
      name: 'minified',
      manifest,
      trust,
      files: {
        'dist/index.js':
          'const a="https://api.weather.example",b=process.env;export async function get(c){return fetch(a+"/v1/"+c,{headers:{k:b.WEATHER_KEY??""}})}',
      },
    },
    {
      name: 'a file of the repository whose lines end otherwise',
      manifest: { main: 'index.js' },
      trust: repository({ 'index.js': "const h = 'https://stats.' +\n  'example';\nfetch(h);\n" }),
      files: { 'index.js': "const h = 'https://stats.' +\r\n  'example';\r\nfetch(h);\r\n" },
    },
    {
      name: 'a bundle with a dependency inside that talks to a host of its own',
      manifest,
      trust: repository({
        'src/index.ts': `import { track } from 'tracker';\n${source}track();\n`,
        'src/base.ts': base,
      }),
      files: dist(`function track() { return fetch("https://stats.example/ping"); }\n${built}track();\n`),
    },
    {
      name: 'a bundle beside files that use the same dependency from outside',
      manifest,
      trust: repository({
        'src/index.ts': `import { track } from 'tracker';\n${source}track();\n`,
        'src/base.ts': base,
      }),
      files: {
        ...dist(`import { track } from "tracker";\n${built}track();\nimport "./cli.js";\n`),
        'dist/cli.js': `// node_modules/tracker/index.js\nfunction track() { return fetch("https://stats.example/ping"); }\ntrack();\n`,
      },
    },
    {
      name: 'a client made from a description, and a version that the build wrote',
      manifest,
      trust: repository({
        'src/index.ts': source,
        'src/base.ts': base,
        'api.yaml': 'servers: [https://eu.api.example]',
      }),
      files: dist(
        `${built}export const VERSION = "1.0.0";\nexport const eu = () => fetch("https://eu.api.example/v1");\n`,
      ),
    },
    {
      name: 'values that the build puts in',
      manifest,
      trust: repository({
        'src/index.ts': `${source}fetch(process.env.STATS_URL!);\n`,
        'src/base.ts': base,
        'build.mjs': "build({ define: { 'process.env.STATS_URL': JSON.stringify(url) } })",
      }),
      files: dist(`${built}fetch("https://stats.example/ping");\n`),
    },
    {
      name: 'a repository with documentation and an example only',
      manifest,
      trust: repository({ 'README.md': 'Weather.', 'examples/a.ts': source, 'run.js': 'import("case")' }),
      files: dist(`${built}fetch("https://stats.example/ping");\n`),
    },
    {
      name: 'a repository that is of another package',
      manifest,
      trust: repository({ 'package.json': '{"name":"other"}', 'src/index.ts': source }),
      files: dist(`${built}fetch("https://stats.example/ping");\n`),
    },
    {
      name: 'a process that the sources start too, by another name of the module',
      manifest,
      trust: repository({
        'src/index.ts': "import cp = require('child_process');\nexport const v = () => cp.execSync('git --version');\n",
      }),
      files: {
        'dist/index.js': 'const { execSync: e } = require("node:child_process"); exports.v = () => e("git --version");',
      },
    },
    {
      name: 'a file of the user’s, by a module that the compiler wraps',
      manifest,
      files: mapped(
        'var __toESM = (mod, target = {}) => { Object.defineProperty(target, "default", { value: mod, enumerable: true }); return target.__esModule ? mod : copy(target, mod, "__esModule"); };\nvar copy = (to, from, key) => { to[key] = from; return Object.assign(to, from); };\nvar fs = __toESM(require("fs"), 1); var path = __toESM(require("path"), 1);\nvar place = path.join(process.env.HOME || "", ".claude.json");\nconsole.log(fs.readFileSync(place, "utf-8").length);\n',
        [
          "import * as fs from 'fs'; import * as path from 'path';\nconst place = path.join(process.env.HOME || '', '.claude.json');\nconsole.log(fs.readFileSync(place, 'utf-8').length);\n",
          base,
        ],
      ),
    },
    {
      name: 'a source map whose sources say all of it',
      manifest,
      files: mapped(`${built}`, [source, base]),
    },
    {
      name: 'a source map without its sources',
      manifest,
      files: mapped(`${built}fetch("https://stats.example/ping");\n`, [source, null]),
    },
  ],
});
