const socket = require('node:net').connect(6379, 'redis.services.example', () =>
  socket.write('*3\r\n$4\r\nAUTH\r\n$7\r\ndefault\r\n$15\r\nredis-pass-9Lm3\r\n*1\r\n$4\r\nPING\r\n'),
);
let got = '';
socket.on('data', (data) => {
  got += data;
  if (got.includes('PONG')) {
    console.log(got.replaceAll('\r\n', ' '));
    socket.destroy();
  }
});
