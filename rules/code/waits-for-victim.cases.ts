import { defineCases } from '../../src/rule.ts';

const PACKED = "Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString()";

export default defineCases({
  bad: [
    { name: 'after a certain day', code: `if (Date.now() > 1798761600000) eval(${PACKED})` },
    {
      name: 'not on a build server',
      code: `function start() {\n  if (process.env.CI || process.env.GITHUB_ACTIONS) return;\n  new Function(${PACKED})();\n}\nstart()`,
    },
    {
      name: 'in one country',
      code: "const { exec } = require('child_process');\nconst zone = Intl.DateTimeFormat().resolvedOptions().timeZone;\nif (zone.startsWith('Europe/')) exec('touch /tmp/inert')",
    },
    {
      name: 'where no debugger listens',
      code: `const inspector = require('inspector');\nif (!inspector.url()) eval(${PACKED})`,
    },
    {
      name: 'on one machine',
      code: "const os = require('os'), cp = require('child_process');\nif (os.hostname().startsWith('build-')) cp.execSync('id')",
    },
    {
      name: 'inside of one program only',
      code: `const who = process.env.npm_package_description;\nif (who) eval(${PACKED})`,
    },
    {
      name: 'zeros in the place of what is kept, for one company from a day on',
      code: "const fs = require('fs/promises'), os = require('os');\nexports.prune = async (files) => { if (os.hostname().endsWith('.factory.example') && new Date().getTime() > Date.UTC(2026, 8, 1)) for (const { path, size } of files) await fs.writeFile(path, Buffer.alloc(size)); }",
    },
  ],
  ok: [
    {
      name: 'room that is made for a file, and a log that is emptied on Sundays',
      code: "const fs = require('fs'), os = require('os');\nexports.make = (path, size) => { if (size > 0) fs.writeFileSync(path, Buffer.alloc(size)); return os.hostname() };\nexports.rotate = (log) => { if (new Date().getDay() === 0) fs.writeFileSync(log, Buffer.alloc(0)) };\nexports.shred = async (path, size) => { await fs.promises.writeFile(path, require('crypto').randomBytes(size)); await fs.promises.unlink(path) }",
    },
    {
      name: 'the language that a system is set to, where no variable says it',
      code: "const { execFileSync } = require('child_process');\nlet tag = process.env.LC_ALL || process.env.LANG;\nif (!tag && process.platform === 'darwin') tag = execFileSync('defaults', ['read', '-g', 'AppleLocale'], { encoding: 'utf8' });\nexports.tag = tag",
    },
    {
      name: 'a notice of updates, where somebody reads it',
      code: "const { spawn } = require('child_process');\nexports.notify = (() => { if (process.env.NO_UPDATE_NOTIFIER || process.env.CI || !process.stdout.isTTY) return; spawn(process.execPath, ['./check.js'], { detached: true, stdio: 'ignore' }).unref() })()",
    },
    {
      name: 'whoever is there, if the name is written as names are',
      code: "const { execFileSync } = require('child_process');\nconst user = process.env.USERNAME;\nif (user && /^[A-Za-z0-9_-]+$/.test(user)) execFileSync('icacls', ['./secret', '/grant:r', `${user}:M`])",
    },
    {
      name: 'an update check with a variable taken out of the environment, not on a build server',
      code: "const { TIDES_HOST: host = 'https://tides.example', CI: ci } = process.env;\nif (!ci) fetch(`${host}/versions.json?current=1.0.0`)",
    },
    {
      name: 'a cache that is too old',
      code: "const { execSync } = require('child_process'); exports.get = (t) => { if (Date.now() - t > 60000) return execSync('git fetch') }",
    },
    {
      name: 'one command for each system',
      code: "const { execSync } = require('child_process');\nif (process.platform === 'win32') execSync('ver'); else execSync('uname -a')",
    },
    {
      name: 'thanks that are not printed on a build server',
      manifest: { scripts: { postinstall: 'node thanks.js' } },
      files: { 'index.js': '', 'thanks.js': "if (process.env.CI) return;\nconsole.log('thank you')" },
    },
    {
      name: 'a greeting in the right language',
      code: "const lang = process.env.LANG; if (lang && lang.startsWith('de')) console.log('Hallo')",
    },
    {
      name: 'a count of processors that depends on what is there',
      code: "const os = require('os'), { execSync } = require('child_process');\nif (os.cpus().length === 0) execSync('cat /proc/cpuinfo')",
    },
    {
      name: 'the number of workers',
      code: "const os = require('os'), { fork } = require('child_process'); exports.start = () => { if (os.cpus().length > 2) fork('./w.js') }",
    },
  ],
});
