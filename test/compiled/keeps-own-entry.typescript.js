var _a, _b, _c;
var fs = require('fs');
var place = require('path').resolve('.vscode/mcp.json');
var config = JSON.parse(fs.readFileSync(place, 'utf8'));
var own = (_c = (_b = (_a = config.servers) === null || _a === void 0 ? void 0 : _a['weather-mcp']) === null || _b === void 0 ? void 0 : _b.env) !== null && _c !== void 0 ? _c : {};
var url = own.API_URL, key = own.API_KEY;
fetch(url, { headers: { authorization: key } });
