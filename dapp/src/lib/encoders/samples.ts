/**
 * Samples and how they travel: packed bytes, the same in calldata, in events and in exports.
 *
 * A sparse sample is `label u8, count u8 (1..255), count x u16` with strictly increasing feature
 * indices from 0. A dense sample is `label u8` and one two's complement lane of 16 or 32 bits for
 * every feature. All integers are big-endian. A contribution is 1..128 samples, one after the
 * other, in at most 60,000 bytes; calls that only read take any number.
 */

export const MOST_SAMPLES = 128;
export const MOST_BYTES = 60_000;
export const MOST_FEATURES_PER_SAMPLE = 255;
export const MOST_SPARSE_FEATURES = 65_535;
export const MOST_DENSE_FEATURES = 1_024;

/** Where the contract rejects the same bytes, the kind is the contract's error name. */
export type SampleErrorKind =
  | "ContributionTooLarge"
  | "SamplesEmpty"
  | "SamplesTooMany"
  | "SampleTruncated"
  | "SampleLabelOutOfRange"
  | "SampleWithoutFeatures"
  | "SampleFeaturesTooMany"
  | "SampleFeatureOutOfRange"
  | "SampleFeaturesNotIncreasing"
  | "SampleLengthWrong"
  | "SampleValueOutOfRange";

/** Samples cannot be packed, or bytes are not packed samples. */
export class SampleError extends Error {
  override readonly name = "SampleError";
  readonly kind: SampleErrorKind;
  /** Position of the offending sample, from 0. */
  readonly position: number;

  constructor(
    kind: SampleErrorKind,
    position: number,
    expected: string,
    found: string | number,
    hint: string,
  ) {
    super(`Sample ${position}: expected ${expected}, found ${found}; ${hint}.`);
    this.kind = kind;
    this.position = position;
  }
}

/** A label (0 or 1) and the strictly increasing indices of the binary features that are on. */
export interface SparseSample {
  readonly label: number;
  readonly indices: readonly number[];
}

/** A label (0 or 1) and one integer lane per feature, in units of 2**-fractionBits. */
export interface DenseSample {
  readonly label: number;
  readonly values: readonly number[];
}

export type Sample = SparseSample | DenseSample;

/** Packs and unpacks the samples of one model. */
export interface SampleFormat<S extends Sample> {
  readonly featureCount: number;
  /** Bytes of one sample; `position` is for the error's sentence. */
  packOne(sample: S, position?: number): Uint8Array;
  /** Samples of packed bytes: any number of them, or at most `most`. */
  unpack(data: Uint8Array, most?: number): S[];
}

/** Format of a model with 1..65,535 binary features. */
export function sparseFormat(featureCount: number): SampleFormat<SparseSample> {
  checkCount(featureCount, MOST_SPARSE_FEATURES, "sparse");

  function outOfRange(index: number, position: number): SampleError {
    return new SampleError(
      "SampleFeatureOutOfRange",
      position,
      `feature indices from 0 to ${featureCount - 1}`,
      index,
      "encode the sample with this model's own encoder",
    );
  }

  /** Checks bounds and order, from the last index to the first as the contract does. */
  function checkIndices(indices: readonly number[], position: number): void {
    const last = indices.at(-1) as number;
    if (!(last < featureCount)) throw outOfRange(last, position);
    for (let at = indices.length - 2; at >= 0; at -= 1) {
      const before = indices[at] as number;
      const after = indices[at + 1] as number;
      if (!(before < after)) {
        throw new SampleError(
          "SampleFeaturesNotIncreasing",
          position,
          "strictly increasing feature indices",
          `${before} before ${after}`,
          "sort them and name each once",
        );
      }
    }
    const first = indices[0] as number;
    if (!(first >= 0)) throw outOfRange(first, position);
    const broken = indices.find((index) => !Number.isInteger(index));
    if (broken !== undefined) throw outOfRange(broken, position);
  }

  return {
    featureCount,
    packOne({ label, indices }, position = 0) {
      checkLabel(label, position);
      if (indices.length === 0) throw withoutFeatures(position);
      if (indices.length > MOST_FEATURES_PER_SAMPLE) {
        throw new SampleError(
          "SampleFeaturesTooMany",
          position,
          `at most ${MOST_FEATURES_PER_SAMPLE} features`,
          indices.length,
          "keep the most frequent ones",
        );
      }
      checkIndices(indices, position);
      const bytes = new Uint8Array(2 + 2 * indices.length);
      const view = viewOf(bytes);
      view.setUint8(0, label);
      view.setUint8(1, indices.length);
      indices.forEach((index, at) => view.setUint16(2 + 2 * at, index));
      return bytes;
    },
    unpack(data, most) {
      const view = viewOf(data);
      const samples: SparseSample[] = [];
      for (let offset = 0; offset < data.length;) {
        const position = samples.length;
        if (position === most) throw tooMany(most);
        if (offset + 2 > data.length) throw truncated(position, 2, data.length - offset);
        const label = view.getUint8(offset);
        checkLabel(label, position);
        const count = view.getUint8(offset + 1);
        if (count === 0) throw withoutFeatures(position);
        const size = 2 + 2 * count;
        if (offset + size > data.length) throw truncated(position, size, data.length - offset);
        const start = offset + 2;
        const indices = Array.from({ length: count }, (_, at) => view.getUint16(start + 2 * at));
        checkIndices(indices, position);
        samples.push({ label, indices });
        offset += size;
      }
      return samples;
    },
  };
}

/** Format of a model with 1..1,024 lanes of 16 or 32 bits. */
export function denseFormat(featureCount: number, laneBits: number): SampleFormat<DenseSample> {
  checkCount(featureCount, MOST_DENSE_FEATURES, "dense");
  if (laneBits !== 16 && laneBits !== 32) {
    throw new RangeError(`A lane has 16 or 32 bits, not ${laneBits}.`);
  }
  const laneBytes = laneBits / 8;
  const size = 1 + featureCount * laneBytes;
  const most = 2 ** (laneBits - 1) - 1;

  return {
    featureCount,
    packOne({ label, values }, position = 0) {
      checkLabel(label, position);
      if (values.length !== featureCount) {
        throw new SampleError(
          "SampleLengthWrong",
          position,
          `${featureCount} values`,
          values.length,
          "give one value for every feature",
        );
      }
      const bytes = new Uint8Array(size);
      const view = viewOf(bytes);
      view.setUint8(0, label);
      values.forEach((value, at) => {
        if (!Number.isInteger(value) || value < -most - 1 || value > most) {
          throw new SampleError(
            "SampleValueOutOfRange",
            position,
            `whole values from ${-most - 1} to ${most}`,
            value,
            "saturate values before packing",
          );
        }
        if (laneBits === 16) view.setInt16(1 + 2 * at, value);
        else view.setInt32(1 + 4 * at, value);
      });
      return bytes;
    },
    unpack(data, mostSamples) {
      const view = viewOf(data);
      const samples: DenseSample[] = [];
      for (let offset = 0; offset < data.length; offset += size) {
        if (samples.length === mostSamples) throw tooMany(mostSamples);
        const label = view.getUint8(offset);
        checkLabel(label, samples.length);
        if (offset + size > data.length) {
          throw truncated(samples.length, size, data.length - offset);
        }
        const start = offset + 1;
        const values = Array.from({ length: featureCount }, (_, at) =>
          laneBits === 16 ? view.getInt16(start + 2 * at) : view.getInt32(start + 4 * at),
        );
        samples.push({ label, values });
      }
      return samples;
    },
  };
}

/** Bytes of any number of samples, one after the other. */
export function pack<S extends Sample>(
  format: SampleFormat<S>,
  samples: readonly S[],
): Uint8Array<ArrayBuffer> {
  const parts = samples.map((sample, position) => format.packOne(sample, position));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Bytes of one contribution: 1..128 samples in at most 60,000 bytes. */
export function packContribution<S extends Sample>(
  format: SampleFormat<S>,
  samples: readonly S[],
): Uint8Array<ArrayBuffer> {
  if (samples.length === 0) throw noSamples();
  if (samples.length > MOST_SAMPLES) throw tooMany(MOST_SAMPLES);
  const bytes = pack(format, samples);
  if (bytes.length > MOST_BYTES) throw tooLarge(samples.length - 1, bytes.length);
  return bytes;
}

/** Samples of one contribution; refuses bytes in the order in which the contract would. */
export function unpackContribution<S extends Sample>(
  format: SampleFormat<S>,
  data: Uint8Array,
): S[] {
  if (data.length > MOST_BYTES) throw tooLarge(0, data.length);
  const samples = format.unpack(data, MOST_SAMPLES);
  if (samples.length === 0) throw noSamples();
  return samples;
}

/** Split samples into contributions that are as large as the limits allow. */
export function splitContributions<S extends Sample>(
  format: SampleFormat<S>,
  samples: readonly S[],
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly samples: readonly S[] }[] {
  const contributions: { bytes: Uint8Array<ArrayBuffer>; samples: S[] }[] = [];
  let batch: S[] = [];
  let size = 0;
  const close = (): void => {
    if (batch.length > 0) contributions.push({ bytes: pack(format, batch), samples: batch });
    batch = [];
    size = 0;
  };
  samples.forEach((sample, position) => {
    const bytes = format.packOne(sample, position).length;
    if (batch.length === MOST_SAMPLES || size + bytes > MOST_BYTES) close();
    batch.push(sample);
    size += bytes;
  });
  close();
  return contributions;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function checkCount(featureCount: number, most: number, kind: string): void {
  if (!Number.isInteger(featureCount) || featureCount < 1 || featureCount > most) {
    throw new RangeError(`A ${kind} model has 1 to ${most} features, not ${featureCount}.`);
  }
}

function checkLabel(label: number, position: number): void {
  if (label !== 0 && label !== 1) {
    throw new SampleError(
      "SampleLabelOutOfRange",
      position,
      "label 0 or 1",
      label,
      "use one of the two labels",
    );
  }
}

function truncated(position: number, expected: number, found: number): SampleError {
  return new SampleError(
    "SampleTruncated",
    position,
    `${expected} bytes`,
    found,
    "check that the bytes are whole and of this model's shape",
  );
}

function withoutFeatures(position: number): SampleError {
  return new SampleError(
    "SampleWithoutFeatures",
    position,
    "at least one feature",
    "none",
    "add a feature",
  );
}

function noSamples(): SampleError {
  return new SampleError("SamplesEmpty", 0, "at least one sample", "none", "add a sample");
}

function tooMany(most: number): SampleError {
  return new SampleError(
    "SamplesTooMany",
    most,
    `at most ${most} samples`,
    "more",
    "split the samples over several contributions",
  );
}

function tooLarge(position: number, found: number): SampleError {
  return new SampleError(
    "ContributionTooLarge",
    position,
    `a contribution of at most ${MOST_BYTES} bytes`,
    found,
    "split the samples over several contributions",
  );
}
