const socket = new WebSocket('wss://ws.services.example/live');
socket.onopen = () => {
  socket.send('over a socket of the web');
  setTimeout(() => socket.close(), 200);
};
socket.onclose = ({ code }) => console.log('closed', code);
socket.onerror = () => console.log('failed');
