import type { AbiParameter } from "viem";
import { expect, test } from "vitest";
import { errorsAbi } from "./abi";
import { sentences } from "./sentences";

test("every error of the contracts has a sentence, and no sentence is without an error", () => {
  const errors = errorsAbi.map(({ name }) => name).toSorted();
  expect(Object.keys(sentences).toSorted()).toEqual(errors);
});

/** Names of what was wrong; other words of 32 bytes are hashes. */
const TEXTS = ["dimension", "field", "rule", "term"];

function example({ name, type }: AbiParameter): unknown {
  if (type === "address") return "0x1234567890123456789012345678901234567890";
  if (type === "bytes32") {
    return `0x${TEXTS.includes(name ?? "") ? "6e616d65".padEnd(64, "0") : "12".repeat(32)}`;
  }
  return type === "bool" ? true : 7n;
}

test.each(errorsAbi)("$name is told in one plain sentence", ({ name, inputs }) => {
  const tell = sentences[name] as (...values: unknown[]) => string;
  const sentence = tell(...inputs.map(example));
  expect(sentence).toMatch(/^[A-Z“].{20,220}\.$/);
  expect(sentence).not.toMatch(/undefined|NaN|\[object|0x6e61/);
  expect(sentence.slice(0, -1)).not.toMatch(/[.!?] [A-Z]/);
});

test("people count samples from 1 and read amounts with a unit", () => {
  expect(sentences.SampleTruncated(0n)).toContain("Sample 1 ");
  expect(sentences.DepositTooSmall(10n ** 15n, 2n * 10n ** 15n)).toContain("0.002 ETH");
  expect(sentences.SettleTooEarly(1_000n, 4_600n)).toContain("in 1 hour");
  expect(sentences.MarketWrongPhase(2, 4)).toContain("Taking contributions");
  expect(sentences.MarketWrongPhase(2, 4)).toContain("Revealing the test set");
  expect(sentences.MetadataMissing(`0x${"6e616d65".padEnd(64, "0")}`)).toContain("name is empty");
});
