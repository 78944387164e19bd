// One flood after the other.
const { spawnSync } = require('node:child_process');
for (const kind of ['prints', 'opens', 'programs', 'posts', 'asks', 'writes'])
  spawnSync(process.execPath, [`${__dirname}/${kind}.cjs`], { stdio: 'inherit' });
