/**
 * Columns of numbers to fixed-point lanes.
 *
 * For every column, in IEEE 754 double arithmetic with one rounding (to nearest, ties to even) an
 * operation, in this order and with nothing fused:
 *
 *     x    = (value - mean) / scale
 *     x    = min(max(x, -clip), clip)             unless clip is null
 *     y    = x * 2**fractionBits                  exact, or infinite
 *     lane = the nearest integer to y, ties to even, cut to +-(2**(laneBits - 1) - 1)
 *
 * Python, JavaScript and every CPU give the same integers.
 */
import { labelPair, listOf, nameOf, numberOf, record, wholeNumber } from "./checks";
import { DENSE_PERCEPTRON, labelIndex, trimmed, type Encoder } from "./encoder";
import { EncodingError, describe, grouped, manifestInvalid, shorten } from "./errors";
import { MOST_DENSE_FEATURES, denseFormat, type DenseSample } from "./samples";

const NUMBER = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const MOST_NUMBER_CHARACTERS = 400;
const LISTED_COLUMNS = 5;

/** One column of a table; mean and scale are in its own unit. */
export interface Column {
  readonly name: string;
  readonly mean: number;
  /** Standard deviation, above 0. */
  readonly scale: number;
  /** Standardised values beyond +-clip are cut; null cuts only at what a lane holds. */
  readonly clip: number | null;
}

export interface TableEncoder extends Encoder<DenseSample> {
  readonly kind: "table";
  readonly columns: readonly Column[];
  /** A row's finite numbers in the encoder's order; throws as `encode` does. */
  numbers(raw: unknown): readonly number[];
  /** Values of a sample in the columns' own units, rounded as encoding left them. */
  decode(sample: DenseSample): readonly number[];
}

/** Build an encoder from a manifest that was parsed; throws ManifestInvalid. */
export function tableEncoder(manifest: Record<string, unknown>): TableEncoder {
  const parts = record(
    manifest,
    "columns",
    "format",
    "fraction_bits",
    "kind",
    "labels",
    "lane_bits",
  );
  const columns = listOf(parts.columns, "the columns").map(columnOf);
  const labels = labelPair(parts.labels);
  const laneBits = wholeNumber(parts.lane_bits, "lane_bits");
  const fractionBits = wholeNumber(parts.fraction_bits, "fraction_bits");
  if (columns.length < 1 || columns.length > MOST_DENSE_FEATURES) {
    throw manifestInvalid(`1 to ${grouped(MOST_DENSE_FEATURES)} columns`, String(columns.length));
  }
  if (laneBits !== 16 && laneBits !== 32) {
    throw manifestInvalid("lanes of 16 or 32 bits", String(laneBits));
  }
  if (fractionBits < 0 || fractionBits > laneBits - 2) {
    throw manifestInvalid(`0 to ${laneBits - 2} fraction bits`, String(fractionBits));
  }
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw manifestInvalid("each column name once", `${shorten(twice)} twice`);
  }

  function numbers(raw: unknown): readonly number[] {
    if (Array.isArray(raw)) {
      if (raw.length !== columns.length) {
        throw new EncodingError(
          "ColumnCountWrong",
          "Row",
          `${columns.length} numbers`,
          String(raw.length),
          `give the columns ${listed(names)} in this order`,
        );
      }
      return names.map((name, at) => numberIn(raw[at], name));
    }
    if (typeof raw !== "object" || raw === null) {
      throw new EncodingError(
        "ColumnsInvalid",
        "Row",
        "named columns or a list of numbers",
        describe(raw),
        `give the columns ${listed(names)}`,
      );
    }
    const cells = raw as Record<string, unknown>;
    return names.map((name) => cellIn(Object.hasOwn(cells, name) ? cells[name] : null, name));
  }

  function lanesOf(raw: unknown): { readonly lane: number; readonly limited: boolean }[] {
    const values = numbers(raw);
    return columns.map(({ mean, scale, clip }, at) => {
      let x = ((values[at] as number) - mean) / scale;
      const clipped = clip !== null && Math.abs(x) > clip;
      if (clipped) x = x > 0 ? clip : -clip;
      const { lane, saturated } = toLane(x, laneBits, fractionBits);
      return { lane, limited: clipped || saturated };
    });
  }

  return {
    kind: "table",
    modelKind: DENSE_PERCEPTRON,
    labels,
    columns,
    featureCount: columns.length,
    laneBits,
    fractionBits,
    featureNames: names,
    format: denseFormat(columns.length, laneBits),
    numbers,
    encode(raw, label = 0) {
      const values = lanesOf(raw).map(({ lane }) => lane);
      return { label: labelIndex(labels, label), values };
    },
    explain(raw) {
      const used = lanesOf(raw).map(({ lane, limited }, feature) => ({
        feature,
        name: names[feature] as string,
        lane,
        limited,
      }));
      return { used, unknown: [], dropped: [] };
    },
    decode({ values }) {
      return columns.map(
        ({ mean, scale }, at) => ((values[at] as number) / 2 ** fractionBits) * scale + mean,
      );
    },
  };
}

/** Round a double (not NaN) to a lane, ties to even; says whether it saturated. */
export function toLane(
  x: number,
  laneBits: number,
  fractionBits: number,
): { readonly lane: number; readonly saturated: boolean } {
  const most = 2 ** (laneBits - 1) - 1;
  const y = x * 2 ** fractionBits;
  if (y > most) return { lane: most, saturated: true };
  if (y < -most) return { lane: -most, saturated: true };
  const below = Math.floor(y);
  const rest = y - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  // Adding 0 turns -0 into 0.
  return { lane: (up ? below + 1 : below) + 0, saturated: false };
}

function columnOf(value: unknown): Column {
  const parts = record(value, "clip", "mean", "name", "scale");
  const column = {
    name: nameOf(parts.name, "column names"),
    mean: numberOf(parts.mean, "a mean"),
    scale: numberOf(parts.scale, "a scale"),
    clip: parts.clip === null ? null : numberOf(parts.clip, "a clip"),
  };
  const finite = [column.mean, column.scale, column.clip ?? 1].every(Number.isFinite);
  if (!finite || column.scale <= 0 || (column.clip ?? 1) <= 0) {
    throw manifestInvalid("a finite mean, and scale and clip above 0", shorten(column.name));
  }
  return column;
}

function cellIn(value: unknown, name: string): number {
  if (
    value === null ||
    value === undefined ||
    (typeof value === "string" && trimmed(value) === "")
  ) {
    throw new EncodingError(
      "ColumnMissing",
      "Row",
      `a number in column "${name}"`,
      "nothing",
      "fill in every column of the model",
    );
  }
  return numberIn(value, name);
}

function numberIn(value: unknown, name: string): number {
  const subject = `Column "${name}"`;
  let number: number;
  if (typeof value === "string") {
    const text = trimmed(value);
    if (text.length > MOST_NUMBER_CHARACTERS || !NUMBER.test(text)) {
      throw new EncodingError(
        "NumberInvalid",
        subject,
        "a number",
        shorten(value),
        "write it with digits and a decimal point",
      );
    }
    number = Number(text);
  } else if (typeof value === "number" || typeof value === "bigint") {
    number = Number(value);
  } else {
    throw new EncodingError("NumberInvalid", subject, "a number", shorten(value), "give a number");
  }
  if (!Number.isFinite(number)) {
    throw new EncodingError(
      "NumberNotFinite",
      subject,
      "a finite number",
      shorten(value),
      "correct the value or leave the row out",
    );
  }
  return number;
}

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED_COLUMNS;
  return names.slice(0, LISTED_COLUMNS).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
