/** What every encoder is: labels, and raw data to samples. */
import { EncodingError, shorten } from "./errors";
import type { Sample, SampleFormat } from "./samples";

/** Numbers of the learners, as in Solidity. */
export const SPARSE_PERCEPTRON = 0;
export const DENSE_PERCEPTRON = 1;

/** A feature that raw data turned on. */
export interface UsedFeature {
  /** Index in the sample. */
  readonly feature: number;
  /** Word or column. */
  readonly name: string;
  /** Its integer in the sample; 1 for a binary feature. */
  readonly lane: number;
  /** Whether the value was cut to the column's clip or to what a lane holds. */
  readonly limited: boolean;
}

/** Which parts of raw data an encoder used. */
export interface Explanation {
  /** Features of the sample, ascending. */
  readonly used: readonly UsedFeature[];
  /** Words that the vocabulary lacks, each once, in the text's order. */
  readonly unknown: readonly string[];
  /** Known words left out because a sample has at most 255 features, most frequent first. */
  readonly dropped: readonly string[];
}

/** Turns raw data and a label into a sample, the same for everybody who has the manifest. */
export interface Encoder<S extends Sample> {
  readonly modelKind: typeof SPARSE_PERCEPTRON | typeof DENSE_PERCEPTRON;
  readonly labels: readonly [string, string];
  readonly featureCount: number;
  readonly laneBits: number;
  readonly fractionBits: number;
  /** Name of every feature: word or column. */
  readonly featureNames: readonly string[];
  readonly format: SampleFormat<S>;
  /** Turns raw data into a sample; a prediction does not look at the label. */
  encode(raw: unknown, label?: unknown): S;
  /** Tells which words or columns `encode` uses; it throws the same errors. */
  explain(raw: unknown): Explanation;
}

/** Sentences about what was left out or cut; empty if nothing was. */
export function notesOf({ used, dropped }: Explanation): readonly string[] {
  const notes: string[] = [];
  if (dropped.length > 0) {
    notes.push(
      `A sample has at most ${used.length} features: of ${used.length + dropped.length} ` +
        "known words the most frequent were kept.",
    );
  }
  const limited = used.filter((feature) => feature.limited).map(({ name }) => name);
  if (limited.length > 0) {
    notes.push(`Values were cut to the encoder's range: ${limited.join(", ")}.`);
  }
  return notes;
}

/**
 * The name or number of a label as 0 or 1. An exact name comes first, then one that differs only
 * in the case of ASCII letters, then the numbers.
 */
export function labelIndex(labels: readonly [string, string], label: unknown): 0 | 1 {
  if (typeof label === "string") {
    const name = trimmed(label);
    const ways: (readonly [names: readonly string[], wanted: string])[] = [
      [labels, name],
      [labels.map(asciiLower), asciiLower(name)],
      [["0", "1"], name],
    ];
    for (const [names, wanted] of ways) {
      const index = names.indexOf(wanted);
      if (index === 0 || index === 1) return index;
    }
  } else if (label === 0 || label === 0n) {
    return 0;
  } else if (label === 1 || label === 1n) {
    return 1;
  }
  throw new EncodingError(
    "LabelUnknown",
    "Label",
    `"${labels[0]}" (0) or "${labels[1]}" (1)`,
    label === null || label === undefined ? "none" : shorten(label),
    "use one of these names or numbers",
  );
}

/** Without spaces, tabs and line ends around it. */
export function trimmed(text: string): string {
  return text.replace(/^[ \t\r\n]+/, "").replace(/[ \t\r\n]+$/, "");
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}
