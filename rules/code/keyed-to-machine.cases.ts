import { defineCases } from '../../src/rule.ts';

const OPEN =
  "function open(box, who) {\n  const key = scryptSync(who, 'glossary', 32);\n  const d = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));\n  return d.update(Buffer.from(box, 'base64'));\n}\n";

export default defineCases({
  bad: [
    {
      name: 'sections of a data file, with the domain of an address',
      alone: 'block',
      files: {
        'index.js': `const { scryptSync, createDecipheriv } = require('crypto'), { execFileSync } = require('child_process');\nconst { sections } = require('./sealed.json');\n${OPEN}const who = execFileSync('git', ['config', 'user.email'], { encoding: 'utf8' }).trim().split('@').pop();\nfor (const box of sections) try { open(box, who); } catch {}`,
        'sealed.json': JSON.stringify({ sections: ['c2VhbGVkIGZvciBvbmU'.repeat(12)] }),
      },
    },
    {
      name: 'a text of the module, with the name of the host',
      code: `const { scryptSync, createDecipheriv } = require('crypto'), os = require('os');\n${OPEN}open('${'c2VhbGVkIGZvciBvbmU'.repeat(12)}', os.hostname());`,
    },
    {
      name: 'for a user, by the keys of the web',
      manifest: { type: 'module' },
      code: `import { userInfo } from 'node:os';\nconst key = await crypto.subtle.importKey('raw', new TextEncoder().encode(userInfo().username.padEnd(32)), 'AES-CBC', false, ['decrypt']);\nexport const text = await crypto.subtle.decrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, key, Buffer.from('${'c2VhbGVkIGZvciBvbmU'.repeat(12)}', 'base64'));`,
    },
  ],
  ok: [
    {
      name: 'what it has stored on this machine, with a key of this machine',
      code: `const { scryptSync, createDecipheriv } = require('crypto'), os = require('os'), fs = require('fs');\n${OPEN}open(fs.readFileSync(os.homedir() + '/.config/tides/token', 'utf8'), os.hostname());`,
    },
    {
      name: 'what the package carries, with a key of the settings',
      code: `const { scryptSync, createDecipheriv } = require('crypto'), os = require('os');\n${OPEN}open('${'c2VhbGVkIGZvciBvbmU'.repeat(12)}', process.env.LICENSE_KEY);\nconsole.error(os.hostname());`,
    },
    {
      name: 'what a service answers, with a key of this machine',
      code: `const { scryptSync, createDecipheriv } = require('crypto'), os = require('os');\n${OPEN}exports.next = async (url) => open(await (await fetch(url)).text(), os.hostname());`,
    },
  ],
});
