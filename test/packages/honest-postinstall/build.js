const { writeFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

mkdirSync(join(__dirname, 'build'), { recursive: true });
writeFileSync(join(__dirname, 'build', 'cities.json'), JSON.stringify(['Venice', 'Dubrovnik', 'Marseille']));
