/** Manifests: an encoder as bytes, checked by their hash. */
import { keccak256, type Hex } from "viem";
import { EncodingError, grouped, manifestInvalid, shorten } from "./errors";
import { tableEncoder, type TableEncoder } from "./table";
import { textEncoder, type TextEncoder } from "./text";

export const MANIFEST_FORMAT = "commonweal-encoder-1";
export const MOST_MANIFEST_BYTES = 4_000_000;

const LONE_SURROGATE = /\p{Cs}/u;

export type AnyEncoder = TextEncoder | TableEncoder;

/** A new kind of encoder is one entry here and one in backend/commonweal/encoders/manifest.py. */
const ENCODER_KINDS: Readonly<Record<string, (manifest: Record<string, unknown>) => AnyEncoder>> = {
  text: textEncoder,
  table: tableEncoder,
};

/**
 * Read an encoder from its manifest.
 *
 * @param data - Canonical JSON as the deployer published it.
 * @param expectedHash - keccak256 that the bytes must have: the model's `encoderHash`.
 * @throws EncodingError of kind ManifestHashMismatch or ManifestInvalid.
 */
export function loadEncoder(data: Uint8Array, expectedHash?: Hex): AnyEncoder {
  if (data.length > MOST_MANIFEST_BYTES) {
    throw manifestInvalid(`at most ${grouped(MOST_MANIFEST_BYTES)} bytes`, grouped(data.length));
  }
  if (expectedHash !== undefined) {
    const found = keccak256(data);
    if (found !== expectedHash.toLowerCase()) {
      throw new EncodingError(
        "ManifestHashMismatch",
        "Encoder manifest",
        `the keccak256 ${expectedHash}`,
        found,
        "get the model's own manifest, this one is of another encoder",
      );
    }
  }
  const manifest = parseCanonical(data);
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) {
    throw manifestInvalid(`the format "${MANIFEST_FORMAT}"`, shorten(manifest));
  }
  const parts = manifest as Record<string, unknown>;
  if (parts["format"] !== MANIFEST_FORMAT) {
    throw manifestInvalid(`the format "${MANIFEST_FORMAT}"`, shorten(parts["format"]));
  }
  const kind = parts["kind"];
  const build =
    typeof kind === "string" && Object.hasOwn(ENCODER_KINDS, kind)
      ? ENCODER_KINDS[kind]
      : undefined;
  if (build === undefined) {
    throw manifestInvalid(
      `a kind out of ${Object.keys(ENCODER_KINDS).toSorted().join(", ")}`,
      shorten(kind),
    );
  }
  return build(parts);
}

/**
 * Canonical JSON (RFC 8785): keys sorted, no white space, numbers as ECMAScript prints them.
 * The value comes from JSON.parse.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = value as Record<string, unknown>;
    const entries = Object.keys(parts)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(parts[key])}`);
    return `{${entries.join(",")}}`;
  }
  if (typeof value === "string" && LONE_SURROGATE.test(value)) {
    throw new TypeError("A text holds a lone surrogate.");
  }
  return JSON.stringify(value);
}

function parseCanonical(data: Uint8Array): unknown {
  let text: string | undefined;
  let value: unknown;
  let canonical: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    value = JSON.parse(text);
    canonical = canonicalJson(value);
  } catch {
    throw manifestInvalid("canonical JSON", shorten(text ?? "bytes that are not UTF-8"));
  }
  if (canonical !== text) {
    throw manifestInvalid("canonical JSON", "JSON that is written in another way");
  }
  return value;
}
