const fs = require('fs');
const place = require('path').resolve('.vscode/mcp.json');
const config = JSON.parse(fs.readFileSync(place, 'utf8'));
const own = config.servers?.['weather-mcp']?.env ?? {};
const { API_URL: url, API_KEY: key } = own;
fetch(url, { headers: { authorization: key } });
