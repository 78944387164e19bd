import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'the environment as JSON', code: 'const body = JSON.stringify(process.env); module.exports = body' },
    {
      name: 'a copy of it, through an alias',
      code: 'const { env: e } = process; const all = { ...e, at: 1 }; exports.x = JSON.stringify(all)',
    },
    {
      name: 'entries, joined and encoded',
      code: "const p = require('node:process'); const t = Object.entries(p['en' + 'v']).map(([k, v]) => k + '=' + v).join('\\n'); exports.x = Buffer.from(t).toString('base64')",
    },
    {
      name: 'from a global reached by a computed name',
      code: "exports.x = JSON.stringify(globalThis['pro' + 'cess'].env)",
    },
    {
      name: 'in many modules in one file, where nobody can be sure when it runs',
      alone: 'pass',
      code: `${'/* tides of a harbour */\n'.repeat(10_000)}exports.x = JSON.stringify(process.env)`,
    },
    {
      name: 'printed by a command that somebody types',
      alone: 'pass',
      manifest: { bin: 'index.js' },
      code: "#!/usr/bin/env node\nif (process.argv[2] === 'doctor') console.log(JSON.stringify({ ...process.env }))",
    },
    {
      name: 'collected by a helper function',
      code: 'function collect() { return Object.assign({}, process.env) }\nconst found = collect();\nexports.x = btoa(JSON.stringify(found))',
    },
  ],
  ok: [
    {
      name: 'variables by name',
      code: 'module.exports = JSON.stringify({ home: process.env.HOME, port: process.env.PORT })',
    },
    {
      name: 'the environment handed to a child',
      code: "require('child_process').spawn('git', ['status'], { env: { ...process.env, GIT_PAGER: '' } })",
    },
    {
      name: 'a schema over the environment',
      code: "const { z } = require('zod'); const config = z.object({ PORT: z.string() }).parse(process.env); exports.text = JSON.stringify(config.PORT)",
    },
    {
      name: 'names only',
      code: "exports.x = JSON.stringify(Object.keys(process.env).filter((k) => k.startsWith('npm_')).length)",
    },
    {
      name: 'one variable after the other, to be hidden in a log',
      code: 'for (const [name, value] of Object.entries(process.env)) if (/TOKEN/.test(name)) exports.hidden.add(btoa(value))',
    },
    { name: 'one variable by a computed name', code: 'exports.get = (name) => JSON.stringify(process.env[name])' },
  ],
});
