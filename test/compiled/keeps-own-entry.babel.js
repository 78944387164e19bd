var _config$servers$weath, _config$servers;
var fs = require('fs');
var place = require('path').resolve('.vscode/mcp.json');
var config = JSON.parse(fs.readFileSync(place, 'utf8'));
var own = (_config$servers$weath = (_config$servers = config.servers) === null || _config$servers === void 0 || (_config$servers = _config$servers['weather-mcp']) === null || _config$servers === void 0 ? void 0 : _config$servers.env) !== null && _config$servers$weath !== void 0 ? _config$servers$weath : {};
var url = own.API_URL,
  key = own.API_KEY;
fetch(url, {
  headers: {
    authorization: key
  }
});
