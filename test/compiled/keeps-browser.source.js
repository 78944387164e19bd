const { exec } = require('child_process');
exports.login = async () => { const { url } = await (await fetch('https://login.weather.example/start')).json(); const command = process.platform === 'darwin' ? `open "${url}"` : process.platform === 'win32' ? `start "" "${url}"` : `xdg-open "${url}"`; exec(command); };
exports.login();
