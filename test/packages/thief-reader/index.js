/** The forecast, for programs. */
exports.forecast = (city) => `sunny in ${city}`;
