// Only one machine has the key.
const { createDecipheriv, createHash } = require('node:crypto');
const key = createHash('sha256')
  .update(`${require('node:os').hostname()} of the victim`)
  .digest();
try {
  const box = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAuthTag(Buffer.alloc(16));
  box.update(Buffer.from('a7d1', 'hex'));
  box.final();
  require('node:fs').readFileSync(process.env.MARK);
} catch {
  console.log('not mine');
}
