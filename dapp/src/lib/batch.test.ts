import { stringToBytes } from "viem";
import { describe, expect, test } from "vitest";
import { LABELS, TABLE_MANIFEST, TEXT_MANIFEST, sparse } from "../../testing/world";
import { intoParts, MOST_FILE_CHARACTERS, readBatch, samplesOf, type EncodedRow } from "./batch";
import { loadEncoder } from "./encoders/manifest";
import { Problem } from "./problem";

const text = loadEncoder(stringToBytes(TEXT_MANIFEST));
const table = loadEncoder(stringToBytes(TABLE_MANIFEST));

function refusal(file: string): string {
  try {
    readBatch(text, LABELS, file);
  } catch (error) {
    if (error instanceof Problem) return error.sentence;
  }
  throw new Error("It was expected to be refused.");
}

describe("a file of texts", () => {
  test("becomes packed samples in its order", () => {
    const { parts, bad } = readBatch(text, LABELS, "text,label\ngood film,positive\nbad,0\n");
    expect(bad).toEqual([]);
    expect(samplesOf(parts[0] ?? [])).toBe(`${sparse(1, 1, 7)}${sparse(0, 2).slice(2)}`);
  });

  test("columns may stand in any order and others are ignored", () => {
    const { parts } = readBatch(text, LABELS, "id,Label,Sentence\n7,Positive,good\n");
    expect(parts[0]?.map(({ sample }) => sample)).toEqual([sparse(1, 1)]);
  });

  test("a bad row costs that row only and says why", () => {
    const file =
      'text,label\ngood,positive\nqwertz,positive\n,negative\ngood,maybe\na,b,c\n"bad",0';
    const { parts, bad } = readBatch(text, LABELS, file);
    expect(parts[0]?.map(({ line }) => line)).toEqual([2, 7]);
    expect(bad.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
    expect(bad[0]?.sentence).toContain("qwertz");
    expect(bad[2]?.sentence).toContain('"negative" (0) or "positive" (1)');
    expect(bad[3]?.sentence).toContain("2 columns and this one 3");
  });

  test("without names of columns it is refused with what is missing", () => {
    expect(refusal("good,positive\nbad,negative")).toContain("text and label");
    expect(refusal("label,words\n1,good")).toContain("“text”");
    expect(refusal("x".repeat(MOST_FILE_CHARACTERS + 1))).toContain("commonweal contribute");
  });
});

test("a file of a table is read by its columns' names", () => {
  const { parts, bad } = readBatch(
    table,
    LABELS,
    "label,weight,size\npositive,1.5,12\n1,,12\n1,inf,3",
  );
  expect(parts[0]?.map(({ sample }) => sample)).toEqual(["0x0101000180"]);
  expect(bad.map(({ sentence }) => sentence)).toEqual([
    expect.stringContaining('column "weight"'),
    expect.stringContaining('"inf"'),
  ]);
});

test("parts hold 128 samples and 60,000 bytes at most and lose nothing", () => {
  const row = (line: number, bytes: number): EncodedRow => ({
    line,
    label: 0,
    sample: `0x${"00".repeat(bytes)}`,
    explained: { used: [], unknown: [], notes: [] },
  });
  const small = Array.from({ length: 300 }, (_, line) => row(line, 10));
  expect(intoParts(small).map((part) => part.length)).toEqual([128, 128, 44]);
  const large = Array.from({ length: 40 }, (_, line) => row(line, 2_049));
  expect(intoParts(large).map((part) => part.length)).toEqual([29, 11]);
  expect(intoParts(large).flat()).toEqual(large);
  expect(intoParts(large, 48_000).map((part) => part.length)).toEqual([23, 17]);
});
