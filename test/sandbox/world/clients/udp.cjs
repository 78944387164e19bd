const socket = require('node:dgram').createSocket('udp4');
socket.send('over datagrams', 9099, '203.0.113.77', () =>
  setTimeout(() => socket.close(() => console.log('sent')), 200),
);
