#!/usr/bin/env node
console.log('Tells the weather of a city. Usage: honest-by-readme <city>');
