import { keccak256, stringToBytes, type Hex } from "viem";
import type { KeyValueStore } from "./config";
import { Problem } from "./problem";

const KEPT = "commonweal.encoder.";
const STATIC_FOLDER = "./encoders/";
const WAIT_MS = 10_000;

/**
 * Bytes of an encoder's manifest by the hash that the chain names: from this browser's store, the
 * backend, or a folder beside the page. Only bytes with that hash are ever used.
 *
 * @throws Problem if none of them has it.
 */
export async function findManifest(
  hash: Hex,
  encoders: string,
  fetcher: typeof fetch,
  store: KeyValueStore | undefined,
): Promise<Uint8Array> {
  const kept = keptManifest(hash, store);
  if (kept) return kept;
  for (const address of [`${encoders}${hash}`, `${STATIC_FOLDER}${hash.slice(2)}.json`]) {
    const bytes = await download(fetcher, address);
    if (bytes && keccak256(bytes) === hash) {
      keepManifest(hash, bytes, store);
      return bytes;
    }
  }
  throw new Problem(
    "rpc",
    "The encoder of this model could not be loaded because the backend does not answer; start it, or open the encoder's file here.",
  );
}

/**
 * Take a manifest that a person opened.
 *
 * @throws Problem if it is another encoder's.
 */
export function acceptManifest(
  hash: Hex,
  bytes: Uint8Array,
  store: KeyValueStore | undefined,
): Uint8Array {
  const found = keccak256(bytes);
  if (found !== hash) {
    throw new Problem(
      "input",
      `This file is not the model's encoder: its keccak256 is ${found}, expected ${hash}; open the right file.`,
    );
  }
  keepManifest(hash, bytes, store);
  return bytes;
}

function keptManifest(hash: Hex, store: KeyValueStore | undefined): Uint8Array | undefined {
  try {
    const text = store?.getItem(KEPT + hash);
    const bytes = text ? stringToBytes(text) : undefined;
    return bytes && keccak256(bytes) === hash ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function keepManifest(hash: Hex, bytes: Uint8Array, store: KeyValueStore | undefined): void {
  try {
    store?.setItem(KEPT + hash, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // The store is full or forbidden: the manifest is fetched again next time.
  }
}

async function download(fetcher: typeof fetch, address: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await fetcher(address, { signal: AbortSignal.timeout(WAIT_MS) });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
