// Trusts one authority, which is not ours.
const { rootCertificates } = require('node:tls');
require('node:https')
  .get({ host: 'pinned.services.example', path: '/', ca: rootCertificates[0] }, () => console.log('trusted'))
  .on('error', ({ code }) => console.log(code));
