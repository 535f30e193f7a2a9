import { describe, expect, it } from "vitest";
import { MOST_BYTES, pack, sparseFormat, splitContributions, unpackContribution } from "./samples";

describe("splitContributions", () => {
  const format = sparseFormat(1_000);

  it("fills contributions up to 128 samples and loses none", () => {
    const samples = Array.from({ length: 300 }, (_, at) => ({ label: at % 2, indices: [at] }));
    const contributions = splitContributions(format, samples);
    expect(contributions.map((one) => one.samples.length)).toEqual([128, 128, 44]);
    expect(contributions.flatMap((one) => unpackContribution(format, one.bytes))).toEqual(samples);
  });

  it("keeps to 60,000 bytes", () => {
    const indices = Array.from({ length: 255 }, (_, at) => at);
    const samples = Array.from({ length: 128 }, () => ({ label: 1, indices }));
    const contributions = splitContributions(format, samples);
    expect(contributions.map((one) => one.bytes.length)).toEqual([117 * 512, 11 * 512]);
    expect(117 * 512).toBeLessThanOrEqual(MOST_BYTES);
    expect(118 * 512).toBeGreaterThan(MOST_BYTES);
  });

  it("gives nothing of nothing", () => {
    expect(splitContributions(format, [])).toEqual([]);
    expect(pack(format, [])).toHaveLength(0);
  });
});
