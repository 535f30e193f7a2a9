/** Checks of a manifest's parts; each throws `ManifestInvalid` with one sentence. */
import { describe, manifestInvalid, shorten } from "./errors";

const MOST_NAME_CHARACTERS = 100;

/** A JSON object that has exactly these keys. */
export function record<K extends string>(value: unknown, ...names: K[]): Record<K, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const found = isObject ? Object.keys(value).toSorted() : [];
  const expected = names.toSorted();
  if (found.length !== expected.length || found.some((name, at) => name !== expected[at])) {
    throw manifestInvalid(
      `the keys ${names.join(", ")}`,
      isObject ? shorten(found.join(", "), 100) : describe(value),
    );
  }
  return value as Record<K, unknown>;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw manifestInvalid(`${what} as a list`, shorten(value));
  return value;
}

export function textOf(value: unknown, what: string): string {
  if (typeof value !== "string") throw manifestInvalid(`${what} as texts`, shorten(value));
  return value;
}

export function textList(value: unknown, what: string): readonly string[] {
  return listOf(value, what).map((item) => textOf(item, what));
}

/** A text of 1 to 100 characters. */
export function nameOf(value: unknown, what: string): string {
  const name = textOf(value, what);
  const characters = [...name].length;
  if (characters < 1 || characters > MOST_NAME_CHARACTERS) {
    throw manifestInvalid(`${what} of 1 to ${MOST_NAME_CHARACTERS} characters`, shorten(name));
  }
  return name;
}

/** Names of label 0 and label 1, which differ. */
export function labelPair(value: unknown): readonly [string, string] {
  const [zero, one, ...others] = listOf(value, "the labels").map((name) =>
    nameOf(name, "label names"),
  );
  if (zero === undefined || one === undefined || others.length > 0 || zero === one) {
    throw manifestInvalid("two different label names", shorten(value));
  }
  return [zero, one];
}

export function numberOf(value: unknown, what: string): number {
  if (typeof value !== "number") throw manifestInvalid(`${what} as a number`, shorten(value));
  return value;
}

export function wholeNumber(value: unknown, what: string): number {
  const number = numberOf(value, what);
  if (!Number.isInteger(number)) {
    throw manifestInvalid(`${what} as a whole number`, shorten(value));
  }
  return number;
}
