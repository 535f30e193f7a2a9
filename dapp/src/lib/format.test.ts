import { expect, test } from "vitest";
import {
  formatAddress,
  formatDuration,
  formatEth,
  formatRelative,
  formatWei,
  plural,
  textOfBytes32,
} from "./format";

test.each([
  [0n, "0 ETH"],
  [1n, "1 wei"],
  [999n, "999 wei"],
  [1_500n, "0.0000015 gwei"],
  [10n ** 9n, "1 gwei"],
  [10n ** 12n, "0.000001 ETH"],
  [517_431_640_625_000n, "0.00051743 ETH"],
  [10n ** 18n, "1 ETH"],
  [1_234_567_890_123_456_789_012n, "1,234.5 ETH"],
  [123_456_789n * 10n ** 18n, "123,456,789 ETH"],
  [-(10n ** 18n), "-1 ETH"],
])("%s wei reads %s", (wei, text) => {
  expect(formatEth(wei)).toBe(text);
});

test("amounts are never rounded up", () => {
  expect(formatEth(1_999_999_999_999_999_999n)).toBe("1.9999 ETH");
  expect(formatWei(1_234_567n)).toBe("1,234,567 wei");
});

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [61, "1 minute 1 second"],
  [3_600, "1 hour"],
  [90_061, "1 day 1 hour"],
  [172_800, "2 days"],
])("%d seconds read %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test("moments are told from the reader's now", () => {
  expect(formatRelative(100, 100)).toBe("now");
  expect(formatRelative(3_700, 100)).toBe("in 1 hour");
  expect(formatRelative(40, 100)).toBe("1 minute ago");
});

test("small words", () => {
  expect(plural(1, "sample")).toBe("1 sample");
  expect(plural(1_200n, "sample")).toBe("1,200 samples");
  expect(plural(2, "more becomes", "more become")).toBe("2 more become");
  expect(formatAddress("0x1234567890123456789012345678901234567890")).toBe("0x1234…7890");
  expect(textOfBytes32(`0x${"6e616d65".padEnd(64, "0")}`)).toBe("name");
});
