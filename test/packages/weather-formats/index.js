const { word } = require('weather-words');

exports.format = (city) => `${word()} in ${city}`;
