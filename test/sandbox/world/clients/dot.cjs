const query = Buffer.from('0009010000010000000000000664' + '6f742d6f6e076578616d706c650000010001', 'hex');
const socket = require('node:tls').connect(
  { host: '1.1.1.1', port: 853, ALPNProtocols: ['dot'], servername: 'one.one.one.one' },
  () => {
    socket.write(Buffer.concat([Buffer.from([0, query.length]), query]));
  },
);
socket.on('data', (reply) => {
  console.log(`answer=${reply[2] === 0 && reply[3] === 9}`, socket.alpnProtocol);
  socket.destroy();
});
