import { QueryClient } from "@tanstack/react-query";
import type { Address, Hex } from "viem";

/** Where data comes from: another genesis is another history, so nothing of the old one is kept. */
export interface Origin {
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly registry: Address;
}

const LIVE = "live";
const FIXED = "fixed";

/** Key of something that a new block may change. */
export function liveKey(
  origin: Origin | undefined,
  ...parts: readonly unknown[]
): readonly unknown[] {
  return [LIVE, origin?.chainId, origin?.genesisHash, origin?.registry, ...parts];
}

/** Key of something that never changes. */
export function fixedKey(
  origin: Origin | undefined,
  ...parts: readonly unknown[]
): readonly unknown[] {
  return [FIXED, origin?.chainId, origin?.genesisHash, origin?.registry, ...parts];
}

export function isLive(key: readonly unknown[]): boolean {
  return key[0] === LIVE;
}

/** Whether it comes from the chain. */
export function isOfChain(key: readonly unknown[]): boolean {
  return key[0] === LIVE || key[0] === FIXED;
}

/** A local chain needs no network, so queries never wait for one. */
export function createQueryClient(): QueryClient {
  const networkMode = "always" as const;
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode,
        retry: 1,
        retryDelay: 500,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode },
    },
  });
}
