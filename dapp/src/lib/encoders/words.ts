/**
 * The tokeniser `words-1`: a text to words, the same in every language and Unicode version.
 *
 * It relies on no runtime's idea of a letter or of lower case. In this order:
 *
 * 1. NFD (Unicode canonical decomposition).
 * 2. Every code point by itself, by the tables below: dropped ones vanish (accents, vowel points,
 *    joiners, variation selectors, skin tones), full-width ASCII becomes ASCII, the typographic
 *    apostrophes become `'`, capitals become small letters (Latin, Greek, Cyrillic, Armenian),
 *    final sigma becomes sigma, `ß` becomes `ss`.
 * 3. NFC (canonical composition), which puts Hangul syllables and voiced kana together again.
 * 4. A word is a longest run of word code points; an apostrophe belongs to it when a word code
 *    point stands on either side. Each single code point (Han, kana, emoji) is a word of its own.
 *    Everything else separates. A boundary also ends the reach of a negation.
 *
 * `backend/commonweal/encoders/words.py` has the same tables; shared vectors hold both together.
 */

export const TOKENISER = "words-1";

type Range = readonly [first: number, last: number];

const DROPPED: readonly Range[] = [
  [0x00ad, 0x00ad], // soft hyphen
  [0x0300, 0x036f], // combining accents
  [0x0591, 0x05c7], // Hebrew points
  [0x064b, 0x065f], // Arabic vowel signs
  [0x0670, 0x0670],
  [0x200b, 0x200f], // zero-width space, joiners, direction marks
  [0x2060, 0x2060],
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff], // byte order mark
  [0x1f3fb, 0x1f3ff], // skin tones
];
const WORD: readonly Range[] = [
  [0x0030, 0x0039],
  [0x0061, 0x007a],
  [0x00df, 0x00f6], // Latin, lower case by now
  [0x00f8, 0x02af],
  [0x0370, 0x0373], // Greek
  [0x0376, 0x0377],
  [0x037b, 0x037d],
  [0x0386, 0x0386],
  [0x0388, 0x03ff],
  [0x0400, 0x0481], // Cyrillic
  [0x048a, 0x052f],
  [0x0561, 0x0587], // Armenian
  [0x05d0, 0x05ea], // Hebrew
  [0x0620, 0x064a], // Arabic
  [0x0671, 0x06d3],
  [0x0900, 0x0963], // Indic scripts, their danda excepted
  [0x0966, 0x0dff],
  [0x10d0, 0x10fa], // Georgian
  [0x1100, 0x11ff], // Hangul
  [0x1200, 0x135a], // Ethiopic
  [0xac00, 0xd7a3],
];
const SINGLE: readonly Range[] = [
  [0x2600, 0x27bf], // symbols and dingbats
  [0x3041, 0x3096], // kana
  [0x30a1, 0x30fa],
  [0x3400, 0x4dbf], // Han
  [0x4e00, 0x9fff],
  [0x1f1e6, 0x1f1ff], // flags
  [0x1f300, 0x1f3fa], // emoji
  [0x1f400, 0x1faff],
  [0x20000, 0x323af], // Han
];
const BOUNDARIES = "\n.,;:!?()–—…、。";
const APOSTROPHES = "'`´ʼ‘’‛";
/** First and last capital, step between capitals, distance to the small letter. */
const CAPITALS: readonly (readonly [number, number, number, number])[] = [
  [0x0041, 0x005a, 1, 32],
  [0x00c6, 0x00c6, 1, 32],
  [0x00d0, 0x00d0, 1, 32],
  [0x00d8, 0x00d8, 1, 32],
  [0x00de, 0x00de, 1, 32],
  [0x0110, 0x0110, 1, 1],
  [0x0126, 0x0126, 1, 1],
  [0x0132, 0x0132, 1, 1],
  [0x0141, 0x0141, 1, 1],
  [0x014a, 0x014a, 1, 1],
  [0x0152, 0x0152, 1, 1],
  [0x0166, 0x0166, 1, 1],
  [0x0391, 0x03a9, 1, 32],
  [0x0400, 0x040f, 1, 80],
  [0x0410, 0x042f, 1, 32],
  [0x0460, 0x0480, 2, 1],
  [0x048a, 0x04be, 2, 1],
  [0x04c0, 0x04c0, 1, 15],
  [0x04c1, 0x04cd, 2, 1],
  [0x04d0, 0x052e, 2, 1],
  [0x0531, 0x0556, 1, 48],
];
const REPLACED: readonly (readonly [number, string])[] = [
  [0x00df, "ss"],
  [0x1e9e, "ss"],
  [0x0131, "i"],
  [0x03c2, "σ"],
];
const FULL_WIDTH: Range = [0xff01, 0xff5e];
const FULL_WIDTH_OFFSET = 0xfee0;

/** Step 2; what it does not name stays. */
const FOLD: ReadonlyMap<number, string> = foldTable();
const ITEM = new RegExp(
  `[${ranges(WORD)}]+(?:'[${ranges(WORD)}]+)*|[${ranges(SINGLE)}]|[${ranges(
    [...BOUNDARIES].map((character) => [pointOf(character), pointOf(character)] as const),
  )}]`,
  "gu",
);
const BOUNDARY: ReadonlySet<string> = new Set(BOUNDARIES);

/** Apply steps 1 to 3: equal words become equal texts. */
export function fold(text: string): string {
  const folded: string[] = [];
  for (const character of text.normalize("NFD")) {
    folded.push(FOLD.get(pointOf(character)) ?? character);
  }
  return folded.join("").normalize("NFC");
}

/** Words and boundaries of a text in their order (step 4). */
export function items(text: string): string[] {
  return fold(text).match(ITEM) ?? [];
}

/** Whether an item is a boundary. */
export function isBoundary(item: string): boolean {
  return BOUNDARY.has(item);
}

/** Words of a text in their order, repetitions included. */
export function words(text: string): string[] {
  return items(text).filter((item) => !isBoundary(item));
}

function pointOf(character: string): number {
  return character.codePointAt(0) as number;
}

function ranges(list: readonly Range[]): string {
  return list
    .map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`)
    .join("");
}

function foldTable(): Map<number, string> {
  const table = new Map<number, string>();
  for (const [first, last, step, distance] of CAPITALS) {
    for (let point = first; point <= last; point += step) {
      table.set(point, String.fromCodePoint(point + distance));
    }
  }
  for (const character of APOSTROPHES) table.set(pointOf(character), "'");
  for (const [first, last] of DROPPED) {
    for (let point = first; point <= last; point += 1) table.set(point, "");
  }
  for (const [point, text] of REPLACED) table.set(point, text);
  for (let point = FULL_WIDTH[0]; point <= FULL_WIDTH[1]; point += 1) {
    const plain = point - FULL_WIDTH_OFFSET;
    table.set(point, table.get(plain) ?? String.fromCodePoint(plain));
  }
  return table;
}
