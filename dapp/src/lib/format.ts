import { formatUnits, type Address, type Hex } from "viem";

const WEI_DIGITS = 18;
const SIGNIFICANT = 5;

/** Whole number with thousands separators. */
export function formatCount(value: bigint | number): string {
  return value.toLocaleString("en-US");
}

/** "1 sample", "2 samples". */
export function plural(count: bigint | number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 || count === 1n ? one : many}`;
}

/**
 * An amount with its unit, at most five significant digits: ETH, or gwei or wei where ETH would be
 * mostly zeros. A result that was cut is rounded towards zero; the exact amount is `formatWei`.
 */
export function formatEth(wei: bigint): string {
  const size = wei < 0n ? -wei : wei;
  if (size === 0n) return "0 ETH";
  if (size < 1_000n) return `${formatCount(wei)} wei`;
  if (size < 10n ** 12n) return `${significant(wei, 9)} gwei`;
  return `${significant(wei, WEI_DIGITS)} ETH`;
}

/** The exact amount in wei. */
export function formatWei(wei: bigint): string {
  return `${formatCount(wei)} wei`;
}

function significant(wei: bigint, decimals: number): string {
  const text = formatUnits(wei, decimals);
  const [whole = "0", fraction = ""] = text.split(".");
  const wholeDigits = whole.replace("-", "").replace(/^0+/, "").length;
  const leadingZeros = wholeDigits > 0 ? 0 : (/^0*/.exec(fraction)?.[0].length ?? 0);
  const kept = Math.max(
    0,
    wholeDigits > 0 ? SIGNIFICANT - wholeDigits : SIGNIFICANT + leadingZeros,
  );
  const cut = fraction.slice(0, kept).replace(/0+$/, "");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return cut === "" ? grouped : `${grouped}.${cut}`;
}

/** `0x1234…abcd`. */
export function formatAddress(address: Address | Hex): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

const UNITS: readonly [seconds: number, name: string][] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** A length of time in its two largest units: "2 days 3 hours". */
export function formatDuration(seconds: number): string {
  let left = Math.max(0, Math.round(seconds));
  if (left === 0) return "0 seconds";
  const first = UNITS.findIndex(([size]) => left >= size);
  const parts: string[] = [];
  for (const [size, name] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(plural(count, name));
  }
  return parts.join(" ");
}

/** "in 2 hours", "3 minutes ago", "now". */
export function formatRelative(timeS: number, nowS: number): string {
  const distance = timeS - nowS;
  if (Math.abs(distance) < 1) return "now";
  const length = formatDuration(Math.abs(distance));
  return distance > 0 ? `in ${length}` : `${length} ago`;
}

/** Date and time of the reader's zone, to the minute. */
export function formatTime(timeS: number): string {
  return new Date(timeS * 1000).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** Date and time, and how far away: "1 Mar 2026, 10:00 (in 2 hours)". */
export function formatMoment(timeS: number, nowS: number): string {
  return `${formatTime(timeS)} (${formatRelative(timeS, nowS)})`;
}

/** "1 to 64". */
export function formatRange(least: bigint, most: bigint): string {
  return `${formatCount(least)} to ${formatCount(most)}`;
}

/** bytes32 that holds a short text, zeros at its end. */
export function textOfBytes32(value: Hex): string {
  const bytes = value.slice(2).match(/../g) ?? [];
  return bytes
    .map((byte) => Number.parseInt(byte, 16))
    .filter((code) => code !== 0)
    .map((code) => String.fromCharCode(code))
    .join("");
}
