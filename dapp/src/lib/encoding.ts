import { bytesToHex, hexToBytes, type Hex } from "viem";
import { labelIndex, notesOf, type UsedFeature } from "./encoders/encoder";
import { EncodingError } from "./encoders/errors";
import { loadEncoder as loadAnyEncoder, type AnyEncoder } from "./encoders/manifest";
import {
  denseFormat,
  pack,
  SampleError,
  sparseFormat,
  type DenseSample,
  type SparseSample,
} from "./encoders/samples";
import { Problem } from "./problem";
import type { Trainer } from "./trainers";

export type Encoder = AnyEncoder;

/** A text, or the columns of a row. */
export type Raw = string | Readonly<Record<string, string>>;

/** A word or column of a sample. */
export type Used = UsedFeature;

/** Which parts of raw data were used, and sentences about what was left out. */
export interface Explained {
  readonly used: readonly Used[];
  readonly unknown: readonly string[];
  readonly notes: readonly string[];
}

/** A sample as it travels, with its features; names are the encoder's, if there is one. */
export interface ReadSample {
  readonly label: number;
  readonly lanes: readonly { readonly feature: number; readonly lane: number }[];
}

/**
 * The encoder of a trainer from its manifest.
 *
 * @throws Problem if it is not the one that the trainer names, or of another shape.
 */
export function loadEncoder(bytes: Uint8Array, trainer: Trainer): Encoder {
  const { metadata, shape, model } = trainer;
  const encoder = told(() => loadAnyEncoder(bytes, metadata.encoderHash));
  const fits =
    encoder.modelKind === (model === "sparse" ? 0 : 1) &&
    encoder.featureCount === shape.featureCount &&
    encoder.laneBits === shape.laneBits &&
    encoder.fractionBits === shape.fractionBits;
  if (!fits) {
    throw new Problem(
      "other",
      `The encoder that model ${trainer.index} names makes samples of another shape, so the model cannot be used here; tell its deployer.`,
    );
  }
  return encoder;
}

/**
 * One packed sample of raw data.
 *
 * @throws Problem in one sentence.
 */
export function encodeOne(
  encoder: Encoder,
  raw: Raw,
  label: number,
): { sample: Hex; explained: Explained } {
  return told(() => {
    const explanation = encoder.explain(raw);
    const packed =
      encoder.kind === "text"
        ? pack(encoder.format, [encoder.encode(raw, label)])
        : pack(encoder.format, [encoder.encode(raw, label)]);
    const { used, unknown } = explanation;
    return {
      sample: bytesToHex(packed),
      explained: { used, unknown, notes: notesOf(explanation) },
    };
  });
}

/**
 * The name or number of a label as 0 or 1.
 *
 * @throws Problem that names both.
 */
export function labelNumber(labelNames: readonly [string, string], label: string): 0 | 1 {
  return told(() => labelIndex(labelNames, label));
}

/** Unpack the samples of a contribution; the chain has checked them already. */
export function readSamples(
  { model, shape }: Pick<Trainer, "model" | "shape">,
  samples: Hex,
): readonly ReadSample[] {
  const bytes = hexToBytes(samples);
  return model === "sparse"
    ? sparseFormat(shape.featureCount).unpack(bytes).map(lanesOfSparse)
    : denseFormat(shape.featureCount, shape.laneBits).unpack(bytes).map(lanesOfDense);
}

const lanesOfSparse = ({ label, indices }: SparseSample): ReadSample => ({
  label,
  lanes: indices.map((feature) => ({ feature, lane: 1 })),
});

const lanesOfDense = ({ label, values }: DenseSample): ReadSample => ({
  label,
  lanes: values.map((lane, feature) => ({ feature, lane })),
});

/** Values of a table's sample in its columns' own units, short enough to enter again. */
export function cellsOf(encoder: Encoder, sample: ReadSample): Record<string, string> {
  if (encoder.kind !== "table") return {};
  const values = encoder.decode({
    label: sample.label,
    values: sample.lanes.map(({ lane }) => lane),
  });
  return Object.fromEntries(
    encoder.featureNames.map((name, column) => [name, shortNumber(values[column] ?? 0)]),
  );
}

/** Each column's mean, to begin with. */
export function typicalCells(encoder: Encoder): Record<string, string> {
  if (encoder.kind !== "table") return {};
  return Object.fromEntries(encoder.columns.map(({ name, mean }) => [name, shortNumber(mean)]));
}

/** A word or column as people read it: marked words such as `not_good` without the mark. */
export function shownName(name: string): string {
  return name.replaceAll("_", " ");
}

/** Six significant digits, no zeros at the end. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Encoders throw sentences of their own; pass them on as problems. */
function told<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof EncodingError || error instanceof SampleError) {
      throw new Problem("input", error.message, error.kind);
    }
    throw error;
  }
}
