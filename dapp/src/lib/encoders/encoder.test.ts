import { describe, expect, it } from "vitest";
import { notesOf } from "./encoder";
import { EncodingError, shorten } from "./errors";
import { canonicalJson, loadEncoder, type AnyEncoder } from "./manifest";

function encoderOf(manifest: Record<string, unknown>): AnyEncoder {
  const whole = { format: "commonweal-encoder-1", labels: ["bad", "good"], ...manifest };
  return loadEncoder(new TextEncoder().encode(canonicalJson(whole)));
}

function failure(work: () => unknown): EncodingError {
  try {
    work();
  } catch (error) {
    if (error instanceof EncodingError) return error;
  }
  throw new Error("it did not fail");
}

const numbers = Array.from({ length: 300 }, (_, at) => `w${at}`);
const text = encoderOf({
  kind: "text",
  negation: null,
  tokeniser: "words-1",
  vocabulary: numbers,
});
const table = encoderOf({
  kind: "table",
  columns: [
    { clip: 2, mean: 10, name: "size", scale: 4 },
    { clip: null, mean: 0, name: "age", scale: 1 },
  ],
  fraction_bits: 4,
  lane_bits: 16,
});

describe("sentences", () => {
  it("say what was expected, what was found and what to do", () => {
    expect(failure(() => text.encode("zebra, lion")).message).toBe(
      'Text: expected at least one of the 300 words that the model knows, found only "zebra", ' +
        '"lion"; say it with more common words.',
    );
    expect(failure(() => text.encode("x".repeat(10_000_000))).message).toBe(
      "Text: expected at most 100,000 characters, found 10,000,000; shorten it or split it into " +
        "several samples.",
    );
    expect(failure(() => table.encode({ size: 1 })).message).toBe(
      'Row: expected a number in column "age", found nothing; fill in every column of the model.',
    );
    expect(failure(() => text.encode("w1", "neutral")).message).toBe(
      'Label: expected "bad" (0) or "good" (1), found "neutral"; use one of these names or numbers.',
    );
  });

  it("show control characters escaped and cut what is long", () => {
    expect(shorten("a\u0000b\u202ec")).toBe('"a\\u0000b\\u202ec"');
    expect(shorten("x".repeat(50))).toBe(`"${"x".repeat(39)}…"`);
  });
});

describe("notes", () => {
  it("say how many words were left out", () => {
    const explanation = text.explain(numbers.join(" "));
    expect(explanation.used).toHaveLength(255);
    expect(explanation.dropped).toEqual(numbers.slice(255));
    expect(notesOf(explanation)).toEqual([
      "A sample has at most 255 features: of 300 known words the most frequent were kept.",
    ]);
  });

  it("name the columns that were cut", () => {
    expect(notesOf(table.explain({ size: 99, age: 1e9 }))).toEqual([
      "Values were cut to the encoder's range: size, age.",
    ]);
    expect(notesOf(table.explain({ size: 12, age: 1 }))).toEqual([]);
  });
});

describe("decode", () => {
  it("gives values back in the columns' own units", () => {
    if (table.kind !== "table") throw new Error("a table was built");
    expect(table.decode(table.encode([12, -3.5]))).toEqual([12, -3.5]);
  });
});
