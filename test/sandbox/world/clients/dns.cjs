const { Resolver } = require('node:dns').promises;
const { createSocket } = require('node:dgram');
const names = new Resolver();
const ask = async (type, name) =>
  `${type}=${await names.resolve(name, type).then(
    (found) => (found.length ?? 1) > 0,
    (error) => error.code,
  )}`;
const raw = new Promise((done) => {
  // One question for the type HTTPS (65).
  const socket = createSocket('udp4').on('message', (reply) => socket.close(() => done(`HTTPS=${reply[3] & 15}`)));
  socket.send(Buffer.from('0007010000010000000000000377777707657861' + '6d706c650000410001', 'hex'), 53, '9.9.9.9');
});
(async () => {
  const types = ['A', 'AAAA', 'TXT', 'MX', 'SRV', 'CNAME', 'NS', 'SOA', 'CAA'];
  const found = await Promise.all(
    types.map((type) => ask(type, type === 'SRV' ? '_sip._tcp.types.example' : `${type.toLowerCase()}.types.example`)),
  );
  console.log([...found, await ask('PTR', '9.113.0.203.in-addr.arpa'), await raw].join(' '));
})();
