// @vitest-environment node
/** Vectors made by scripts/vectors.py: Python and TypeScript encode alike, and fail alike. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bytesToHex, hexToBytes, keccak256, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { Encoder } from "./encoder";
import { EncodingError } from "./errors";
import { canonicalJson, loadEncoder, type AnyEncoder } from "./manifest";
import {
  SampleError,
  denseFormat,
  packContribution,
  sparseFormat,
  unpackContribution,
  type Sample,
  type SampleFormat,
} from "./samples";
import { items } from "./words";

interface EncodeCase {
  encoder: string;
  raw: unknown;
  label: unknown;
  error?: string;
  sample?: string;
  used?: [number, string, number, boolean][];
  unknown?: string[];
  dropped?: string[];
}
type Run = [times: number, label: number, features: number[]];
interface SampleCase {
  kind: "sparse" | "dense";
  feature_count: number;
  lane_bits: number;
  pack?: Run[];
  unpack?: [run: string, times: number, rest: string];
  error?: string;
  position?: number;
  hash?: string;
  bytes?: number;
  samples?: Run[];
}
interface Vectors {
  encoders: Record<string, { hash: string; manifest: string }>;
  encode: EncodeCase[];
  manifests: { manifest: string; error: string | null }[];
  samples: SampleCase[];
  canonical: [string, string][];
  tokeniser: { block: number; digests: string[] };
}

const path = fileURLToPath(new URL("../../../../tests/vectors/encoders.json", import.meta.url));
const vectors = JSON.parse(readFileSync(path, "utf-8")) as Vectors;
const utf8 = new TextEncoder();
const loaded = new Map<string, AnyEncoder>(
  Object.entries(vectors.encoders).map(([name, { hash, manifest }]) => [
    name,
    loadEncoder(utf8.encode(manifest), `0x${hash}`),
  ]),
);

/** Turn a vector's raw data into what an encoder is given. */
function restored(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map(restored);
  if (typeof raw !== "object" || raw === null) return raw;
  if ("$repeat" in raw) {
    const [text, times] = raw.$repeat as [string, number];
    return text.repeat(times);
  }
  if ("$number" in raw) return Number(raw.$number);
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, restored(value)]));
}

function shown(word: string): string {
  const characters = [...word];
  if (characters.length <= 40) return word;
  const hash = keccak256(utf8.encode(word)).slice(2, 18);
  return `${characters.slice(0, 8).join("")}#${hash}`;
}

function outcome(encoder: Encoder<Sample>, raw: unknown, label: unknown): Partial<EncodeCase> {
  try {
    const given = restored(raw);
    const sample = encoder.encode(given, label);
    const explanation = encoder.explain(given);
    return {
      sample: bytesToHex(encoder.format.packOne(sample)).slice(2),
      used: explanation.used.map(({ feature, name, lane, limited }) => [
        feature,
        name,
        lane,
        limited,
      ]),
      unknown: explanation.unknown.map(shown),
      dropped: [...explanation.dropped],
    };
  } catch (error) {
    if (error instanceof EncodingError) return { error: error.kind };
    throw error;
  }
}

describe("encoders", () => {
  it("has enough cases, of every kind of error", () => {
    expect(vectors.encode.length).toBeGreaterThan(600);
    expect(new Set(vectors.encode.map(({ error }) => error))).toEqual(
      new Set([
        undefined,
        "TextInvalid",
        "TextTooLong",
        "TextEmpty",
        "TextUnknownWords",
        "ColumnsInvalid",
        "ColumnCountWrong",
        "ColumnMissing",
        "NumberInvalid",
        "NumberNotFinite",
        "LabelUnknown",
      ]),
    );
  });

  it.each(vectors.encode.map((one, at) => [titleOf(one, at), one] as const))("%s", (_, one) => {
    const { encoder, raw, label, ...expected } = one;
    expect(outcome(loaded.get(encoder) as Encoder<Sample>, raw, label)).toEqual(expected);
  });
});

function titleOf({ encoder, raw, label }: EncodeCase, at: number): string {
  return `${at}: ${encoder} ${JSON.stringify(raw)?.slice(0, 60)} as ${JSON.stringify(label)}`;
}

describe("manifests", () => {
  it("have the hash that Python computes and refuse another", () => {
    const [first, second] = Object.values(vectors.encoders);
    expect(() =>
      loadEncoder(utf8.encode(first?.manifest), `0x${second?.hash}` as Hex),
    ).toThrowError(expect.objectContaining({ kind: "ManifestHashMismatch" }));
  });

  it.each(vectors.manifests.map((one, at) => ({ ...one, at })))("$at", ({ manifest, error }) => {
    const data = manifest === "" ? new Uint8Array() : hexToBytes(`0x${manifest}`);
    if (error === null) {
      expect(loadEncoder(data).labels).toHaveLength(2);
    } else {
      expect(() => loadEncoder(data)).toThrowError(expect.objectContaining({ kind: error }));
    }
  });

  it("writes numbers as Python does", () => {
    for (const [python, canonical] of vectors.canonical) {
      expect(canonicalJson(Number(python))).toBe(canonical);
    }
  });
});

function runsToSamples(kind: SampleCase["kind"], runs: Run[]): Sample[] {
  return runs.flatMap(([times, label, features]) =>
    Array.from({ length: times }, () =>
      kind === "sparse" ? { label, indices: features } : { label, values: features },
    ),
  );
}

describe("samples", () => {
  it.each(vectors.samples.map((one, at) => ({ ...one, at })))("$at: $kind", (one) => {
    const format = (
      one.kind === "sparse"
        ? sparseFormat(one.feature_count)
        : denseFormat(one.feature_count, one.lane_bits)
    ) as SampleFormat<Sample>;
    const work = (): Partial<SampleCase> => {
      if (one.pack !== undefined) {
        const bytes = packContribution(format, runsToSamples(one.kind, one.pack));
        return { hash: keccak256(bytes).slice(2), bytes: bytes.length };
      }
      const [run, times, rest] = one.unpack as [string, number, string];
      const data = Uint8Array.from(Buffer.from(run.repeat(times) + rest, "hex"));
      const samples = unpackContribution(format, data);
      expect(samples).toEqual(runsToSamples(one.kind, one.samples ?? []));
      return { samples: one.samples ?? [] };
    };
    let found: Partial<SampleCase>;
    try {
      found = work();
    } catch (error) {
      if (!(error instanceof SampleError)) throw error;
      found = { error: error.kind, position: error.position };
    }
    const { error, position, hash, bytes, samples } = one;
    expect(found).toEqual(JSON.parse(JSON.stringify({ error, position, hash, bytes, samples })));
  });
});

describe("the tokeniser", () => {
  it("gives every code point the place that Python gives it", () => {
    const { block, digests } = vectors.tokeniser;
    const found = digests.map((_, at) => {
      const lines: string[] = [];
      for (let point = at * block; point < (at + 1) * block; point += 1) {
        if (point >= 0xd800 && point < 0xe000) continue;
        const character = String.fromCodePoint(point);
        lines.push(items(`a${character}b ${character}`).join(" "));
      }
      return keccak256(utf8.encode(lines.join("\n"))).slice(2, 18);
    });
    expect(found).toEqual(digests);
  });
});
