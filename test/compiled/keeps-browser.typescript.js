var exec = require('child_process').exec;
exports.login = function () { return __awaiter(void 0, void 0, void 0, function () { var url, command; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0: return [4, fetch('https://login.weather.example/start')];
        case 1: return [4, (_a.sent()).json()];
        case 2:
            url = (_a.sent()).url;
            command = process.platform === 'darwin' ? "open \"".concat(url, "\"") : process.platform === 'win32' ? "start \"\" \"".concat(url, "\"") : "xdg-open \"".concat(url, "\"");
            exec(command);
            return [2];
    }
}); }); };
exports.login();
