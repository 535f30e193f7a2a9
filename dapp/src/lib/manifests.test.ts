// @vitest-environment jsdom
import { stringToBytes } from "viem";
import { beforeEach, expect, test, vi } from "vitest";
import { hashOf, TABLE_MANIFEST, TEXT_MANIFEST } from "../../testing/world";
import { acceptManifest, findManifest } from "./manifests";

const hash = hashOf(TEXT_MANIFEST);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const answering = (files: Record<string, string>) =>
  vi.fn(async (input: RequestInfo | URL) => {
    const file = files[String(input)];
    return file === undefined ? new Response("", { status: 404 }) : new Response(file);
  });

beforeEach(() => localStorage.clear());

test("the backend's bytes are used, kept, and then found without it", async () => {
  const backend = answering({ [`/api/encoders/${hash}`]: TEXT_MANIFEST });
  const found = await findManifest(hash, "/api/encoders/", backend, localStorage);
  expect(textOf(found)).toBe(TEXT_MANIFEST);
  const down = answering({});
  expect(textOf(await findManifest(hash, "/api/encoders/", down, localStorage))).toBe(
    TEXT_MANIFEST,
  );
  expect(down).not.toHaveBeenCalled();
});

test("bytes with another hash are never used", async () => {
  const lying = answering({ [`/api/encoders/${hash}`]: TABLE_MANIFEST });
  await expect(findManifest(hash, "/api/encoders/", lying, localStorage)).rejects.toThrow(
    "could not be loaded",
  );
});

test("a file beside the page serves when there is no backend", async () => {
  const folder = answering({ [`./encoders/${hash.slice(2)}.json`]: TEXT_MANIFEST });
  expect(await findManifest(hash, "/api/encoders/", folder, undefined)).toHaveLength(
    TEXT_MANIFEST.length,
  );
});

test("what was kept is checked again", async () => {
  localStorage.setItem(`commonweal.encoder.${hash}`, TABLE_MANIFEST);
  await expect(findManifest(hash, "/api/encoders/", answering({}), localStorage)).rejects.toThrow(
    "could not be loaded",
  );
});

test("a file that a person opens must be the model's own", () => {
  expect(() => acceptManifest(hash, stringToBytes(TABLE_MANIFEST), localStorage)).toThrow(hash);
  expect(acceptManifest(hash, stringToBytes(TEXT_MANIFEST), localStorage)).toHaveLength(
    TEXT_MANIFEST.length,
  );
});
