import type { Hex } from "viem";
import { parseCsv, type CsvRecord } from "./csv";
import { encodeOne, labelNumber, type Encoder, type Explained, type Raw } from "./encoding";
import { Problem, problemOf } from "./problem";
import { MOST_BYTES, MOST_SAMPLES } from "./trainers";

/** A row of a file that became a sample. */
export interface EncodedRow {
  readonly line: number;
  readonly label: number;
  readonly sample: Hex;
  readonly explained: Explained;
}

/** A row that is left out, and why. */
export interface BadRow {
  readonly line: number;
  readonly sentence: string;
}

/** A file read: what can be contributed, in parts that each fit one contribution, and what cannot. */
export interface Batch {
  readonly parts: readonly (readonly EncodedRow[])[];
  readonly bad: readonly BadRow[];
}

export const MOST_FILE_CHARACTERS = 2_000_000;
const TEXT_COLUMNS = ["text", "sentence"];
const LABEL_COLUMN = "label";

interface RawRow {
  readonly line: number;
  readonly raw: Raw;
  readonly label: string;
}

/**
 * Encode a CSV text row by row; a bad row costs that row only.
 *
 * @throws Problem if the text as a whole cannot be used.
 */
export function readBatch(
  encoder: Encoder,
  labelNames: readonly [string, string],
  text: string,
  mostBytes = MOST_BYTES,
): Batch {
  if (text.length > MOST_FILE_CHARACTERS) {
    throw new Problem(
      "input",
      `The file has more than ${MOST_FILE_CHARACTERS.toLocaleString("en-US")} characters, too many for this page; use the command “commonweal contribute” for it.`,
    );
  }
  const good: EncodedRow[] = [];
  const bad: BadRow[] = [];
  for (const row of rowsOf(encoder, parseCsv(text), bad)) {
    try {
      const label = labelNumber(labelNames, row.label);
      const { sample, explained } = encodeOne(encoder, row.raw, label);
      good.push({ line: row.line, label, sample, explained });
    } catch (error) {
      bad.push({ line: row.line, sentence: problemOf(error).sentence });
    }
  }
  return { parts: intoParts(good, mostBytes), bad: bad.toSorted((a, b) => a.line - b.line) };
}

function rowsOf(encoder: Encoder, records: readonly CsvRecord[], bad: BadRow[]): readonly RawRow[] {
  const [first, ...rest] = records;
  if (!first) return [];
  const header = first.cells.map((cell) => cell.trim());
  const lower = header.map((cell) => cell.toLowerCase());
  const labelAt = lower.indexOf(LABEL_COLUMN);
  const wanted =
    encoder.kind === "text" ? "text and label" : `${LABEL_COLUMN} and the model's columns`;
  if (labelAt < 0) {
    throw new Problem(
      "input",
      `The first line must name the columns ${wanted}, but it is “${header.join(", ").slice(0, 80)}”; add such a line.`,
    );
  }
  const textAt = lower.findIndex((cell) => TEXT_COLUMNS.includes(cell));
  if (encoder.kind === "text" && textAt < 0) {
    throw new Problem(
      "input",
      `The first line names no column “text”; name the columns ${wanted}.`,
    );
  }
  const rows: RawRow[] = [];
  for (const { line, cells } of rest) {
    if (cells.length !== header.length) {
      bad.push({
        line,
        sentence: `The first line has ${header.length} columns and this one ${cells.length}; check its commas and quotes.`,
      });
      continue;
    }
    const raw: Raw =
      encoder.kind === "text"
        ? (cells[textAt] ?? "")
        : Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ""]));
    rows.push({ line, raw, label: cells[labelAt] ?? "" });
  }
  return rows;
}

/** Parts of at most 128 samples and so many bytes. */
export function intoParts(
  rows: readonly EncodedRow[],
  mostBytes = MOST_BYTES,
): readonly (readonly EncodedRow[])[] {
  const parts: EncodedRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = (row.sample.length - 2) / 2;
    const last = parts.at(-1);
    if (last && last.length < MOST_SAMPLES && bytes + size <= mostBytes) {
      last.push(row);
      bytes += size;
    } else {
      parts.push([row]);
      bytes = size;
    }
  }
  return parts;
}

/** The samples of a part, one after the other. */
export function samplesOf(part: readonly EncodedRow[]): Hex {
  return `0x${part.map(({ sample }) => sample.slice(2)).join("")}`;
}
