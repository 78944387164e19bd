const { existsSync, readFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');

const place = join(homedir(), '.honest-import.json');
const settings = existsSync(place) ? JSON.parse(readFileSync(place, 'utf8')) : { units: 'c' };

exports.forecast = (city) => `sunny in ${city}, in ${settings.units}`;
