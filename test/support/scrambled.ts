/**
 * Inert programs in the shape that string-array obfuscators write: an array of encoded strings that is turned, the loop that turns it
 * back until a sum fits, and the function that gives the string at an index. Written from the shape, with no obfuscator's code.
 */

export type Coding = 'plain' | 'base64' | 'rc4';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=';
/** How far the indexes are moved. */
const OFFSET = 0x1a0;
const NUMBERS = ['8134kWqZ', '92QwErTy', '4410zzTop', '77abacus', '1205mInT'];

const swapped = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
const base64 = (text: string): string => swapped(Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, ''));

function rc4(text: string, key: string): string {
  const s = Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + s[i]! + key.charCodeAt(i % key.length)) % 256;
    [s[i], s[j]] = [s[j]!, s[i]!];
  }
  let [i, j] = [0, 0];
  return [...text]
    .map((letter) => {
      i = (i + 1) % 256;
      j = (j + s[i]!) % 256;
      [s[i], s[j]] = [s[j]!, s[i]!];
      return String.fromCharCode(letter.charCodeAt(0) ^ s[(s[i]! + s[j]!) % 256]!);
    })
    .join('');
}

const keyOf = (at: number): string => `k${at}$q`;

interface Shape {
  readonly coding: Coding;
  /** What is put behind: `«0»` is a call that gives the first string. */
  readonly code: string;
  readonly strings: readonly string[];
  /** How far the array is turned. */
  readonly turned?: number;
  /** Calls go through functions that move the index once more. */
  readonly wrapped?: boolean;
  /** The older way: the loop counts, and knows no sum. */
  readonly counts?: boolean;
  /** Nothing turns it: the array lies as it is read. */
  readonly still?: boolean;
}

export function scrambled(shape: Shape): string {
  const { coding, code, strings, wrapped = false, counts = false, still = false } = shape;
  const turned = still ? 0 : (shape.turned ?? 4);
  const all = [...strings, ...NUMBERS];
  const encoded = all.map((text, at) =>
    coding === 'plain' ? text : coding === 'base64' ? base64(text) : base64(rc4(text, keyOf(at))),
  );
  const cut = encoded.length - (turned % encoded.length);
  const array = [...encoded.slice(cut), ...encoded.slice(0, cut)];
  const given = (name: string, at: number): string =>
    coding === 'rc4'
      ? `${name}(0x${(at + OFFSET).toString(16)},'${keyOf(at)}')`
      : `${name}(0x${(at + OFFSET).toString(16)})`;
  const number = (at: number): string => `parseInt(${given('_0xf', strings.length + at)})`;
  const [a, b, c, d, e] = NUMBERS.map((text) => Number.parseInt(text, 10)) as [number, number, number, number, number];
  const sum = `-${number(0)}/0x1+${number(1)}/0x2*(-${number(2)}/0x3)+${number(3)}/0x4+-${number(4)}/0x5`;
  const until = -a / 1 + (b / 2) * (-c / 3) + d / 4 + -e / 5;
  const body = code.replace(/«(\d+)»/g, (_, at: string) =>
    wrapped ? `_0xw('${keyOf(Number(at))}',${Number(at) + OFFSET + 0x1f})` : given('_0xg', Number(at)),
  );
  const turns = counts
    ? `(function(_0xa,_0xb){const _0xr=function(_0xt){while(--_0xt){_0xa['push'](_0xa['shift']());}};_0xr(++_0xb);}(_0xarr,0x${turned.toString(16)}));`
    : `(function(_0xa,_0xb){const _0xf=_0xd,_0xl=_0xa();while(!![]){try{const _0xs=${sum};if(_0xs===_0xb)break;else _0xl['push'](_0xl['shift']());}catch(_0xe){_0xl['push'](_0xl['shift']());}}}(_0xarr,${until}));`;
  const holder = counts
    ? `const _0xarr=${JSON.stringify(array)};`
    : `function _0xarr(){const _0xv=${JSON.stringify(array)};_0xarr=function(){return _0xv;};return _0xarr();}`;
  const wrapper = `function _0xw(_0xk,_0xn){return _0xd(_0xn-0x1f,_0xk);}`;
  return `${holder}${still ? '' : turns}${decoder(coding, counts)}${wrapper}const _0xg=_0xd;${body}`;
}

const BASE64 = `const _0xu=function(_0x1){const _0x2='${LETTERS}';let _0x3='',_0x4='';for(let _0x5=0,_0x6,_0x7,_0x8=0;_0x7=_0x1['charAt'](_0x8++);~_0x7&&(_0x6=_0x5%4?_0x6*64+_0x7:_0x7,_0x5++%4)?_0x3+=String['fromCharCode'](255&_0x6>>(-2*_0x5&6)):0){_0x7=_0x2['indexOf'](_0x7);}for(let _0x9=0;_0x9<_0x3['length'];_0x9++){_0x4+='%'+('00'+_0x3['charCodeAt'](_0x9)['toString'](16))['slice'](-2);}return decodeURIComponent(_0x4);};`;
const RC4 = `const _0xm=function(_0x1,_0x2){let _0x3=[],_0x4=0,_0x5,_0x6='';_0x1=_0xu(_0x1);let _0x7;for(_0x7=0;_0x7<256;_0x7++){_0x3[_0x7]=_0x7;}for(_0x7=0;_0x7<256;_0x7++){_0x4=(_0x4+_0x3[_0x7]+_0x2['charCodeAt'](_0x7%_0x2['length']))%256;_0x5=_0x3[_0x7];_0x3[_0x7]=_0x3[_0x4];_0x3[_0x4]=_0x5;}_0x7=0;_0x4=0;for(let _0x8=0;_0x8<_0x1['length'];_0x8++){_0x7=(_0x7+1)%256;_0x4=(_0x4+_0x3[_0x7])%256;_0x5=_0x3[_0x7];_0x3[_0x7]=_0x3[_0x4];_0x3[_0x4]=_0x5;_0x6+=String['fromCharCode'](_0x1['charCodeAt'](_0x8)^_0x3[(_0x3[_0x7]+_0x3[_0x4])%256]);}return _0x6;};`;

function decoder(coding: Coding, counts: boolean): string {
  const read = coding === 'plain' ? '_0xv' : coding === 'base64' ? '_0xu(_0xv)' : '_0xm(_0xv,_0xk)';
  const own = coding === 'plain' ? '' : coding === 'base64' ? BASE64 : BASE64 + RC4;
  const offset = `0x${OFFSET.toString(16)}`;
  if (counts) return `const _0xd=function(_0xi,_0xk){_0xi=_0xi-${offset};let _0xv=_0xarr[_0xi];${own}return ${read};};`;
  return `function _0xd(_0xi,_0xk){const _0xs=_0xarr();return _0xd=function(_0xi,_0xk){_0xi=_0xi-${offset};let _0xv=_0xs[_0xi];${own}return ${read};},_0xd(_0xi,_0xk);}`;
}
