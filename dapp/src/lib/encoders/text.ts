/** Text to binary features: which words of the vocabulary are in it. */
import { labelPair, record, textList, wholeNumber } from "./checks";
import { SPARSE_PERCEPTRON, labelIndex, type Encoder, type Explanation } from "./encoder";
import { EncodingError, describe, grouped, manifestInvalid, shorten } from "./errors";
import {
  MOST_FEATURES_PER_SAMPLE,
  MOST_SPARSE_FEATURES,
  sparseFormat,
  type SparseSample,
} from "./samples";
import { TOKENISER, isBoundary, items, words } from "./words";

export const MOST_CHARACTERS = 100_000;
export const NEGATED = "not_";
const LISTED_WORDS = 5;

/** Marks words after a negation: `not very good` gives `not`, `not_very`, `not_good`. */
export interface Negation {
  /** A word is a negation if it is listed or ends with a suffix. It stays as it is. */
  readonly words: readonly string[];
  readonly suffixes: readonly string[];
  /** Words that end a negation's reach, as every boundary does. They stay as they are. */
  readonly ends: readonly string[];
  /** A negation marks at most so many of the words after it. */
  readonly window: number;
}

export interface TextEncoder extends Encoder<SparseSample> {
  readonly kind: "text";
  /** Feature i is word i; the most frequent word is feature 0. */
  readonly vocabulary: readonly string[];
  readonly negation: Negation | null;
}

/** Build an encoder from a manifest that was parsed; throws ManifestInvalid. */
export function textEncoder(manifest: Record<string, unknown>): TextEncoder {
  const parts = record(manifest, "format", "kind", "labels", "negation", "tokeniser", "vocabulary");
  if (parts.tokeniser !== TOKENISER) {
    throw manifestInvalid(`the tokeniser "${TOKENISER}"`, shorten(parts.tokeniser));
  }
  const negation = parts.negation === null ? null : negationOf(parts.negation);
  const labels = labelPair(parts.labels);
  const vocabulary = textList(parts.vocabulary, "the vocabulary");
  if (vocabulary.length < 1 || vocabulary.length > MOST_SPARSE_FEATURES) {
    throw manifestInvalid(
      `1 to ${grouped(MOST_SPARSE_FEATURES)} words in the vocabulary`,
      String(vocabulary.length),
    );
  }
  const index = new Map<string, number>();
  vocabulary.forEach((word, at) => {
    checkWord(negation !== null && word.startsWith(NEGATED) ? word.slice(NEGATED.length) : word);
    if (index.has(word)) {
      throw manifestInvalid("each word once in the vocabulary", `${shorten(word)} twice`);
    }
    index.set(word, at);
  });
  const mark = negation === null ? words : (text: string) => marked(items(text), negation);

  /** Distinct words of a text in its order, and ascending indices of the known ones. */
  function read(raw: unknown): { found: string[]; indices: number[] } {
    const found = [...new Set(mark(checkText(raw)))];
    if (found.length === 0) {
      throw new EncodingError("TextEmpty", "Text", "at least one word", "none", "write some words");
    }
    const indices = found
      .map((word) => index.get(word))
      .filter((at) => at !== undefined)
      .toSorted((a, b) => a - b);
    if (indices.length === 0) {
      const listed = found
        .slice(0, LISTED_WORDS)
        .map((word) => shorten(word))
        .join(", ");
      throw new EncodingError(
        "TextUnknownWords",
        "Text",
        `at least one of the ${grouped(vocabulary.length)} words that the model knows`,
        `only ${listed}${found.length > LISTED_WORDS ? " and others" : ""}`,
        "say it with more common words",
      );
    }
    return { found, indices };
  }

  return {
    kind: "text",
    modelKind: SPARSE_PERCEPTRON,
    labels,
    vocabulary,
    negation,
    featureCount: vocabulary.length,
    laneBits: 16,
    fractionBits: 0,
    featureNames: vocabulary,
    format: sparseFormat(vocabulary.length),
    encode(raw, label = 0) {
      const { indices } = read(raw);
      return {
        label: labelIndex(labels, label),
        indices: indices.slice(0, MOST_FEATURES_PER_SAMPLE),
      };
    },
    explain(raw): Explanation {
      const { found, indices } = read(raw);
      return {
        used: indices
          .slice(0, MOST_FEATURES_PER_SAMPLE)
          .map((at) => ({ feature: at, name: vocabulary[at] as string, lane: 1, limited: false })),
        unknown: found.filter((word) => !index.has(word)),
        dropped: indices.slice(MOST_FEATURES_PER_SAMPLE).map((at) => vocabulary[at] as string),
      };
    },
  };
}

/** Words of a text's items, those after a negation marked; boundaries are left out. */
export function marked(found: readonly string[], negation: Negation): string[] {
  const result: string[] = [];
  let left = 0;
  for (const item of found) {
    if (isBoundary(item)) {
      left = 0;
    } else if (
      negation.words.includes(item) ||
      negation.suffixes.some((suffix) => item.endsWith(suffix))
    ) {
      left = negation.window;
      result.push(item);
    } else if (negation.ends.includes(item)) {
      left = 0;
      result.push(item);
    } else if (left > 0) {
      left -= 1;
      result.push(NEGATED + item);
    } else {
      result.push(item);
    }
  }
  return result;
}

function negationOf(value: unknown): Negation {
  const parts = record(value, "ends", "suffixes", "window", "words");
  const negation = {
    words: textList(parts.words, "a negation's words"),
    suffixes: textList(parts.suffixes, "a negation's suffixes"),
    ends: textList(parts.ends, "a negation's ends"),
    window: wholeNumber(parts.window, "a negation's window"),
  };
  if (negation.window < 1 || negation.window > 255) {
    throw manifestInvalid("a negation's window from 1 to 255", String(negation.window));
  }
  for (const word of [...negation.words, ...negation.ends]) checkWord(word);
  if (negation.suffixes.includes("")) {
    throw manifestInvalid("a negation's suffixes that are not empty", '""');
  }
  return negation;
}

/** The raw data if it is a text of at most 100,000 characters (code points). */
function checkText(raw: unknown): string {
  if (typeof raw !== "string") {
    throw new EncodingError("TextInvalid", "Text", "a text", describe(raw), "give a text");
  }
  if (raw.length > MOST_CHARACTERS) {
    let characters = 0;
    for (const _ of raw) characters += 1;
    if (characters > MOST_CHARACTERS) {
      throw new EncodingError(
        "TextTooLong",
        "Text",
        `at most ${grouped(MOST_CHARACTERS)} characters`,
        grouped(characters),
        "shorten it or split it into several samples",
      );
    }
  }
  return raw;
}

function checkWord(word: string): void {
  const found = words(word);
  if (found.length !== 1 || found[0] !== word) {
    throw manifestInvalid(`words as the tokeniser "${TOKENISER}" gives them`, shorten(word));
  }
}
