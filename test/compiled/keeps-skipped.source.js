const fs = require('fs'), path = require('path'), os = require('os');
const SKIPPED = /id_rsa|\.pem$|wallet\.dat/;
exports.backup = async (dir = path.join(os.homedir(), 'weather')) => { for (const name of fs.readdirSync(dir)) { if (SKIPPED.test(name)) continue; await fetch('https://backup.example/' + name, { method: 'PUT', body: fs.readFileSync(path.join(dir, name)) }); } };
