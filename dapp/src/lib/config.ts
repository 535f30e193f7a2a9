import { isAddress, type Address } from "viem";
import { Problem } from "./problem";

/** Which chain and registry the page talks to. */
export interface PageConfig {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly registry: Address;
  /** Where encoder manifests are: `<encoders><hash>`. */
  readonly encoders: string;
}

export type ConfigSource = "settings" | "backend" | "file" | "remembered";

export interface FoundConfig {
  readonly config: PageConfig;
  readonly source: ConfigSource;
}

/** The part of `localStorage` that is used; a browser may refuse any of it. */
export type KeyValueStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export const LOCAL_CHAIN_IDS: readonly number[] = [1337, 31337];
export const DEFAULT_ENCODERS = "/api/encoders/";
const BACKEND_CONFIG = "/api/config";
const FILE_CONFIG = "./config.json";
const REMEMBERED = "commonweal.config";
const BY_HAND = "commonweal.settings";
const WAIT_MS = 4_000;

export function isLocalChain(chainId: number): boolean {
  return LOCAL_CHAIN_IDS.includes(chainId);
}

/**
 * Check what a server, a file or a person gave.
 *
 * @throws Problem in one sentence, what was expected and found.
 */
export function parseConfig(value: unknown): PageConfig {
  if (typeof value !== "object" || value === null) {
    throw new Problem(
      "input",
      "The configuration must be an object with chainId, rpcUrl and registry.",
    );
  }
  const { chainId, rpcUrl, registry, encoders } = value as Record<string, unknown>;
  if (typeof chainId !== "number" || !Number.isSafeInteger(chainId) || chainId < 1) {
    throw new Problem(
      "input",
      `The chain id must be a whole number above 0, not ${show(chainId)}.`,
    );
  }
  if (typeof rpcUrl !== "string" || !isHttp(rpcUrl)) {
    throw new Problem(
      "input",
      `The chain's address must begin with http:// or https://, not ${show(rpcUrl)}.`,
    );
  }
  if (typeof registry !== "string" || !isAddress(registry, { strict: false })) {
    throw new Problem(
      "input",
      `The registry must be an address of 0x and 40 hex digits, not ${show(registry)}.`,
    );
  }
  return {
    chainId,
    rpcUrl,
    registry: registry as Address,
    encoders: typeof encoders === "string" && encoders !== "" ? encoders : DEFAULT_ENCODERS,
  };
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : `"${String(value).slice(0, 60)}"`;
}

function isHttp(text: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/**
 * Find a configuration: what was set by hand, else the backend's, else `config.json` beside the
 * page, else the last one that worked.
 *
 * @throws Problem if there is none.
 */
export async function findConfig(
  fetcher: typeof fetch,
  store: KeyValueStore | undefined,
): Promise<FoundConfig> {
  const byHand = read(store, BY_HAND);
  if (byHand) return { config: byHand, source: "settings" };
  for (const [address, source] of [
    [BACKEND_CONFIG, "backend"],
    [FILE_CONFIG, "file"],
  ] as const) {
    const config = await download(fetcher, address);
    if (config) {
      write(store, REMEMBERED, config);
      return { config, source };
    }
  }
  const remembered = read(store, REMEMBERED);
  if (remembered) return { config: remembered, source: "remembered" };
  throw new Problem(
    "rpc",
    "No configuration was found because the backend does not answer; start it with “commonweal serve”, or set the chain and the registry by hand in Settings.",
  );
}

/** Keep a configuration that was set by hand, or forget it. */
export function keepByHand(store: KeyValueStore | undefined, config: PageConfig | undefined): void {
  if (config) write(store, BY_HAND, config);
  else attempt(() => store?.removeItem(BY_HAND));
}

async function download(fetcher: typeof fetch, address: string): Promise<PageConfig | undefined> {
  try {
    const answer = await fetcher(address, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(WAIT_MS),
    });
    return answer.ok ? parseConfig(await answer.json()) : undefined;
  } catch {
    // Not there, or a server that answers every address with a page: the next source decides.
    return undefined;
  }
}

function read(store: KeyValueStore | undefined, key: string): PageConfig | undefined {
  return attempt(() => {
    const text = store?.getItem(key);
    return text ? parseConfig(JSON.parse(text)) : undefined;
  });
}

function write(store: KeyValueStore | undefined, key: string, config: PageConfig): void {
  attempt(() => store?.setItem(key, JSON.stringify(config)));
}

/** Storage may be full, forbidden or hold something old; the page works without it. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
