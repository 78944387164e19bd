var _require = require('child_process'),
  exec = _require.exec;
exports.login = /*#__PURE__*/_asyncToGenerator(/*#__PURE__*/_regenerator().m(function _callee() {
  var _yield$yield$fetch$js, url, command;
  return _regenerator().w(function (_context) {
    while (1) switch (_context.n) {
      case 0:
        _context.n = 1;
        return fetch('https://login.weather.example/start');
      case 1:
        _context.n = 2;
        return _context.v.json();
      case 2:
        _yield$yield$fetch$js = _context.v;
        url = _yield$yield$fetch$js.url;
        command = process.platform === 'darwin' ? "open \"".concat(url, "\"") : process.platform === 'win32' ? "start \"\" \"".concat(url, "\"") : "xdg-open \"".concat(url, "\"");
        exec(command);
      case 3:
        return _context.a(2);
    }
  }, _callee);
}));
exports.login();
