const socket = require('node:net').connect(3306, 'mysql.services.example');
let greeted = false;
socket.on('data', (data) => {
  if (greeted) {
    console.log('in', data[4] === 0);
    return socket.destroy();
  }
  greeted = true;
  const body = Buffer.concat([
    Buffer.from([0x85, 0xa2, 0x08, 0, 0, 0, 0, 1, 33]),
    Buffer.alloc(23),
    Buffer.from('dbuser\0\0', 'latin1'),
  ]);
  socket.write(Buffer.concat([Buffer.from([body.length, 0, 0, 1]), body]));
  console.log(data.toString('latin1', 5, 11));
});
