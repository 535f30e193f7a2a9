import { readBatch, samplesOf, type Batch, type EncodedRow } from "./batch";
import { encodeOne, type Encoder, type Explained } from "./encoding";
import { Problem, problemOf } from "./problem";
import type { Hex } from "viem";

/** What a person is about to try or contribute with one model, as entered. */
export interface Draft {
  readonly mode: "one" | "many";
  readonly text: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly file: string;
  /** Which part of the file, from 0. */
  readonly part: number;
  readonly label: number | undefined;
}

export const EMPTY_DRAFT: Draft = {
  mode: "one",
  text: "",
  cells: {},
  file: "",
  part: 0,
  label: undefined,
};

/** What an encoder makes of a draft. */
export type Reading =
  | { readonly kind: "empty" }
  | { readonly kind: "problem"; readonly problem: Problem }
  | {
      readonly kind: "one";
      /** Packed with label 0; a prediction does not look at the label. */
      readonly sample: Hex;
      readonly explained: Explained;
    }
  | {
      readonly kind: "many";
      readonly batch: Batch;
      readonly part: readonly EncodedRow[];
      readonly samples: Hex;
    };

/** Encode what was entered; never throws. */
export function readDraft(
  encoder: Encoder,
  labelNames: readonly [string, string],
  draft: Draft,
  mostBytes: number,
): Reading {
  try {
    return draft.mode === "one"
      ? readOne(encoder, draft)
      : readMany(encoder, labelNames, draft, mostBytes);
  } catch (error) {
    return { kind: "problem", problem: problemOf(error) };
  }
}

function readOne(encoder: Encoder, { text, cells }: Draft): Reading {
  if (encoder.kind === "text") {
    if (text.trim() === "") return { kind: "empty" };
    return { kind: "one", ...encodeOne(encoder, text, 0) };
  }
  if (Object.values(cells).every((cell) => cell.trim() === "")) return { kind: "empty" };
  return { kind: "one", ...encodeOne(encoder, cells, 0) };
}

function readMany(
  encoder: Encoder,
  labelNames: readonly [string, string],
  { file, part }: Draft,
  mostBytes: number,
): Reading {
  if (file.trim() === "") return { kind: "empty" };
  const batch = readBatch(encoder, labelNames, file, mostBytes);
  const chosen = batch.parts[Math.min(part, batch.parts.length - 1)] ?? [];
  if (chosen.length === 0) {
    const [first] = batch.bad;
    throw new Problem(
      "input",
      first
        ? `No row can be used. Line ${first.line}: ${first.sentence}`
        : "There is no row under the first line; add some.",
    );
  }
  return { kind: "many", batch, part: chosen, samples: samplesOf(chosen) };
}

/** The same sample under a label. */
export function withLabel(sample: Hex, label: number): Hex {
  return `0x${label.toString(16).padStart(2, "0")}${sample.slice(4)}`;
}

/** What of a draft can be contributed now. */
export interface Ready {
  readonly samples: Hex;
  readonly count: number;
}

/** Samples with their labels, if everything is entered. */
export function readyOf(
  reading: Reading | undefined,
  label: number | undefined,
): Ready | undefined {
  if (reading?.kind === "many") return { samples: reading.samples, count: reading.part.length };
  if (reading?.kind === "one" && label !== undefined) {
    return { samples: withLabel(reading.sample, label), count: 1 };
  }
  return undefined;
}
