/** Words with letters of another script that look like those of ours. From Unicode's confusables (UTS 39, 16.0), what letters and digits of ASCII have. */

/** Cyrillic, Greek and Armenian letters that are drawn as Latin ones are. */
const ALIKE = 'аеорсухіѕјԁԛԝһӏьгвкмнтАВЕКМНОРСТУХІЅЈοαινρτυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսցհոո';
const DISGUISED = new RegExp(`[A-Za-z][${ALIKE}]|[${ALIKE}][A-Za-z]`, 'u');
const OTHER = new RegExp(`(?![A-Za-z]|[${ALIKE}])\\p{L}`, 'u');

/** True for a name with a word of letters from two scripts that reads as one of ours. */
export function isDisguised(name: string): boolean {
  return name
    .slice(0, 200)
    .split(/[^\p{L}]+/u)
    .some((word) => DISGUISED.test(word) && !OTHER.test(word));
}
