const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

writeFileSync(join(__dirname, 'words.json'), JSON.stringify(['sunny', 'rainy']));
