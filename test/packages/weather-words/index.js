exports.word = () => 'sunny';
