import { expect, test } from "vitest";
import { joined, sparse } from "../../testing/world";
import { Problem } from "./problem";
import { keepSealed, keptSealed, readSealed, seal, sealedFileName, sealedText } from "./sealed";

const place = {
  chainId: 1337,
  market: "0x1234567890123456789012345678901234567890",
  contributor: "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd",
} as const;
const samples = joined(sparse(1, 1), sparse(0, 2));

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage;
}

test("every sealing has a salt of its own, and so another commitment", () => {
  const [one, two] = [seal(place, samples), seal(place, samples)];
  expect(one.salt).toMatch(/^0x[0-9a-f]{64}$/);
  expect(one.salt).not.toBe(two.salt);
  expect(one.commitment).not.toBe(two.commitment);
  expect(seal(place, samples, one.salt)).toEqual(one);
});

test("what opens it is kept and found by its commitment", () => {
  const store = memory();
  const sealed = seal(place, samples);
  expect(keepSealed(store, sealed)).toBe(true);
  expect(keptSealed(store, sealed.commitment)).toEqual(sealed);
  expect(keptSealed(store, seal(place, samples).commitment)).toBeUndefined();
});

test("a browser that keeps nothing says so before anything is signed", () => {
  const full = memory();
  full.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  const sealed = seal(place, samples);
  expect(keepSealed(undefined, sealed)).toBe(false);
  expect(keepSealed(full, sealed)).toBe(false);
  const forgetful = memory();
  forgetful.setItem = () => undefined;
  expect(keepSealed(forgetful, sealed)).toBe(false);
  expect(keptSealed(undefined, sealed.commitment)).toBeUndefined();
});

test("a file opens it again; anything else is refused in a sentence", () => {
  const sealed = seal(place, samples);
  expect(readSealed(sealedText(sealed))).toEqual(sealed);
  expect(sealedFileName(sealed)).toMatch(/^sealed-[0-9a-f]{10}\.json$/);
  const changed = { ...sealed, samples: sparse(1, 3) };
  const wrongs = ["", "{}", "null", "[1]", sealedText(changed), JSON.stringify(sealed)];
  for (const wrong of wrongs) expect(() => readSealed(wrong)).toThrow(Problem);
});
