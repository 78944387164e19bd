import { defineCases } from '../../src/rule.ts';

const MERGES =
  "const settle = (to, from) => { for (const key of Object.keys(from)) { if (typeof from[key] === 'object') settle(to[key] ??= {}, from[key]); else to[key] = from[key]; } return to; };\nmodule.exports = settle({}, require('./defaults.json'));";

export default defineCases({
  bad: [
    {
      name: 'an address for every client, in defaults',
      files: {
        'index.js': MERGES,
        'defaults.json': '{"network":{"timeout":9000,"constructor":{"prototype":{"gateway":"https://relay.example"}}}}',
      },
    },
    {
      name: 'a shell for every process',
      files: { 'index.js': MERGES, 'defaults.json': '{\n  "list": { "__proto__": { "shell": "/bin/sh" } }\n}' },
    },
    {
      name: 'a switch, in data that is read as a file',
      files: {
        'index.js':
          "const fs = require('fs'); const merge = require('lodash.merge');\nmodule.exports = merge({}, JSON.parse(fs.readFileSync(__dirname + '/data/locale.json', 'utf8')));",
        'data/locale.json': '{"de":{"constructor" : { "prototype" : { "rejectUnauthorized": false } } } }',
      },
    },
  ],
  ok: [
    {
      name: 'a dictionary of words',
      files: {
        'index.js': "module.exports = require('./words.json');",
        'words.json': '{"constructor":"Konstrukteur","prototype":"Prototyp","__proto__":"kein Wort"}',
      },
    },
    {
      name: 'keys that a merge leaves out',
      files: {
        'index.js': "module.exports = require('./forbidden.json');",
        'forbidden.json': '["__proto__","constructor","prototype"]',
      },
    },
    {
      name: 'what a merge is tried with',
      files: {
        'index.js': 'module.exports = 1;',
        'test/payload.json': '{"constructor":{"prototype":{"polluted":true}}}',
        'test/merge.js': "require('./payload.json')",
      },
    },
    {
      name: 'documentation of the language, which names what objects have',
      files: {
        'index.js': "module.exports = require('./members.json');",
        'members.json': '{"Object":{"constructor":{"kind":"method"},"prototype":{"kind":"value"}}}',
      },
    },
  ],
});
