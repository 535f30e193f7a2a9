/** What can be wrong with raw data, a label, a manifest or packed samples: the backend's kinds. */
export type EncodingErrorKind =
  | "TextInvalid"
  | "TextTooLong"
  | "TextEmpty"
  | "TextUnknownWords"
  | "ColumnsInvalid"
  | "ColumnCountWrong"
  | "ColumnMissing"
  | "NumberInvalid"
  | "NumberNotFinite"
  | "LabelUnknown"
  | "ManifestInvalid"
  | "ManifestHashMismatch";

/** Raw data cannot be encoded; the message is one sentence that says what to do. */
export class EncodingError extends Error {
  override readonly name = "EncodingError";
  readonly kind: EncodingErrorKind;
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly hint: string;

  constructor(
    kind: EncodingErrorKind,
    subject: string,
    expected: string,
    found: string,
    hint: string,
  ) {
    super(`${subject}: expected ${expected}, found ${found}; ${hint}.`);
    this.kind = kind;
    this.subject = subject;
    this.expected = expected;
    this.found = found;
    this.hint = hint;
  }
}

/** Build the error for a wrong part of a manifest. */
export function manifestInvalid(expected: string, found: string): EncodingError {
  return new EncodingError(
    "ManifestInvalid",
    "Encoder manifest",
    expected,
    found,
    "correct it or get the model's own manifest again",
  );
}

/** Quote a value for a sentence, cut to `most` characters, control characters escaped. */
export function shorten(value: unknown, most = 40): string {
  const characters = [...(typeof value === "string" ? value : String(value))];
  const cut = characters.length <= most ? characters : [...characters.slice(0, most - 1), "…"];
  const shown = cut.map((character) =>
    /[\p{C}\p{Zl}\p{Zp}]/u.test(character)
      ? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`
      : character,
  );
  return `"${shown.join("")}"`;
}

/** Say what sort of thing a value is. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return "a truth value";
  if (typeof value === "number" || typeof value === "bigint") return "a number";
  if (typeof value === "string") return "a text";
  return Array.isArray(value) ? "a list" : "named columns";
}

/** 12345 as 12,345. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
