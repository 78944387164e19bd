exports.words = ['sunny', 'rainy'];
