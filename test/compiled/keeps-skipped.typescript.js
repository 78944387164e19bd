var fs = require('fs'), path = require('path'), os = require('os');
var SKIPPED = /id_rsa|\.pem$|wallet\.dat/;
exports.backup = function () {
    var args_1 = [];
    for (var _i = 0; _i < arguments.length; _i++) {
        args_1[_i] = arguments[_i];
    }
    return __awaiter(void 0, __spreadArray([], __read(args_1), false), void 0, function (dir) {
        var _a, _b, name, e_1_1;
        var e_1, _c;
        if (dir === void 0) { dir = path.join(os.homedir(), 'weather'); }
        return __generator(this, function (_d) {
            switch (_d.label) {
                case 0:
                    _d.trys.push([0, 5, 6, 7]);
                    _a = __values(fs.readdirSync(dir)), _b = _a.next();
                    _d.label = 1;
                case 1:
                    if (!!_b.done) return [3, 4];
                    name = _b.value;
                    if (SKIPPED.test(name))
                        return [3, 3];
                    return [4, fetch('https://backup.example/' + name, { method: 'PUT', body: fs.readFileSync(path.join(dir, name)) })];
                case 2:
                    _d.sent();
                    _d.label = 3;
                case 3:
                    _b = _a.next();
                    return [3, 1];
                case 4: return [3, 7];
                case 5:
                    e_1_1 = _d.sent();
                    e_1 = { error: e_1_1 };
                    return [3, 7];
                case 6:
                    try {
                        if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
                    }
                    finally { if (e_1) throw e_1.error; }
                    return [7];
                case 7: return [2];
            }
        });
    });
};
