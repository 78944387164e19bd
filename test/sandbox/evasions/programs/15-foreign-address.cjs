// Every address is local, so one can be taken before others call it.
const listen = (port) =>
  new Promise((done) => {
    const server = require('node:net').createServer();
    server
      .once('error', (error) => done(error.code))
      .listen(port, '203.0.113.15', () => server.close(() => done('done')));
  });
listen(9999).then(async (sink) => console.log(`sink=${sink} web=${await listen(443)}`));
