const { connect } = require('node:net');
const { connect: secure } = require('node:tls');
const int = (n) => {
  const b = Buffer.alloc(4);
  b.writeInt32BE(n);
  return b;
};
const plain = connect(5432, 'pg.services.example', () => plain.write(Buffer.concat([int(8), int(80877103)])));
plain.once('data', (reply) => {
  const socket = secure({ socket: plain, servername: 'pg.services.example' }, () => {
    const body = Buffer.concat([int(196608), Buffer.from('user\0app\0database\0app\0\0')]);
    socket.write(Buffer.concat([int(body.length + 4), body]));
  });
  let got = String(reply);
  socket.on('data', (data) => {
    got += data.toString('latin1', 0, 1);
    if (got === 'SR') {
      const word = Buffer.from('pg-password-4Xz8\0');
      socket.write(Buffer.concat([Buffer.from('p'), int(word.length + 4), word]));
    } else {
      console.log(got, data.includes('server_version'));
      socket.destroy();
    }
  });
});
