const client = require('node:http2').connect('https://h2.services.example');
const request = client.request({ ':method': 'POST', ':path': '/two', 'content-type': 'text/plain' });
request
  .on('response', (headers) => console.log(headers[':status']))
  .on('end', () => client.close())
  .resume();
request.end('over the second version');
