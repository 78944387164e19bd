var fs = require('fs'),
  path = require('path'),
  os = require('os');
var SKIPPED = /id_rsa|\.pem$|wallet\.dat/;
exports.backup = /*#__PURE__*/_asyncToGenerator(/*#__PURE__*/_regenerator().m(function _callee() {
  var dir,
    _iterator,
    _step,
    name,
    _args = arguments,
    _t;
  return _regenerator().w(function (_context) {
    while (1) switch (_context.p = _context.n) {
      case 0:
        dir = _args.length > 0 && _args[0] !== undefined ? _args[0] : path.join(os.homedir(), 'weather');
        _iterator = _createForOfIteratorHelper(fs.readdirSync(dir));
        _context.p = 1;
        _iterator.s();
      case 2:
        if ((_step = _iterator.n()).done) {
          _context.n = 5;
          break;
        }
        name = _step.value;
        if (!SKIPPED.test(name)) {
          _context.n = 3;
          break;
        }
        return _context.a(3, 4);
      case 3:
        _context.n = 4;
        return fetch('https://backup.example/' + name, {
          method: 'PUT',
          body: fs.readFileSync(path.join(dir, name))
        });
      case 4:
        _context.n = 2;
        break;
      case 5:
        _context.n = 7;
        break;
      case 6:
        _context.p = 6;
        _t = _context.v;
        _iterator.e(_t);
      case 7:
        _context.p = 7;
        _iterator.f();
        return _context.f(7);
      case 8:
        return _context.a(2);
    }
  }, _callee, null, [[1, 6, 7, 8]]);
}));
