import { defineCases } from '../../src/rule.ts';

/** Begins as a program of Linux does, and is none. */
const ELF = '\u007fELF inert';
const installing = (code: string) => ({
  manifest: { scripts: { install: 'node install.js' } },
  files: { 'index.js': '', 'install.js': code },
});

export default defineCases({
  bad: [
    {
      name: 'a library that is called data',
      code: "const path = require('path');\nprocess.dlopen({ exports: {} }, path.join(__dirname, 'prebuilds', `${process.platform}-${process.arch}`, 'fast.dat'));",
    },
    {
      name: 'a program of Linux as the install script',
      manifest: { scripts: { preinstall: './tools/setup' } },
      files: { 'index.js': '', 'tools/setup': ELF },
    },
    {
      name: 'a library that Windows is told to run',
      ...installing(
        "const cp = require('child_process'), path = require('path'), os = require('os');\nif (os.platform() === 'win32') cp.spawn('rundll32', [path.join(__dirname, './node-gyp.dll') + ',main'])",
      ),
    },
    { name: 'a script for Windows, when loaded', code: "require('child_process').exec('wscript.exe inert.vbs')" },
  ],
  ok: [
    {
      name: 'a native addon that is loaded without its cache',
      code: "const path = require('path'), os = require('os');\nprocess.dlopen(module, path.join(__dirname, 'build', 'Release', 'fast.node'), os.constants.dlopen.RTLD_NOW);",
    },
    {
      name: 'a library of the system, and one of each kind of machine',
      code: "const koffi = require('koffi');\nconst libc = koffi.load('libc.so.6');\nconst own = koffi.load(__dirname + '/lib/own' + ({ darwin: '.dylib', win32: '.dll' }[process.platform] ?? '.so'));",
    },
    {
      name: 'a native addon that node loads',
      manifest: { scripts: { install: 'node-gyp-build' } },
      files: {
        'index.js': "module.exports = require('./prebuilds/linux-x64/tides.node')",
        'prebuilds/linux-x64/tides.node': ELF,
      },
    },
    {
      name: 'a program that is started when asked',
      code: "const cp = require('child_process'); exports.notify = () => cp.execFile(__dirname + '/vendor/notify.exe')",
    },
    {
      name: 'opening a page on Windows',
      code: "const cp = require('child_process'); exports.open = (u) => cp.exec('rundll32 url.dll,FileProtocolHandler ' + u)",
    },
    {
      name: 'a script in JavaScript',
      manifest: { scripts: { postinstall: 'node ./setup' } },
      files: { 'index.js': '', setup: '#!/usr/bin/env node\nconsole.log(1)' },
    },
  ],
});
