// Takes its time, as a client on a busy machine does, before it greets.
const { connect } = require('node:net');
const { request } = require('node:https');
const socket = connect(443, 'late.services.example', () =>
  setTimeout(() => {
    request({ host: 'late.services.example', path: '/late', socket, agent: false }, ({ statusCode }) =>
      console.log(statusCode),
    ).end();
  }, 1_500),
);
