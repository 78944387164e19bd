#!/usr/bin/env node
console.log('usage: honest-bin-setup <city>');
