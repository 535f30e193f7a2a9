import { createPublicClient, defineChain, http, type Chain, type PublicClient } from "viem";
import { isLocalChain, type PageConfig } from "./config";

/** The chain of a configuration, as viem and wallets describe one. */
export function chainOf(config: Pick<PageConfig, "chainId" | "rpcUrl">): Chain {
  const local = isLocalChain(config.chainId);
  return defineChain({
    id: config.chainId,
    name: local ? "Local chain" : `Chain ${config.chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [config.rpcUrl] } },
    testnet: local,
  });
}

/** How often the page looks for a new block. */
export function pollingMs(chainId: number): number {
  return isLocalChain(chainId) ? 1_000 : 4_000;
}

/** Requests of one moment travel together; a lost connection is tried twice more. */
export function transportOf(rpcUrl: string): ReturnType<typeof http> {
  return http(rpcUrl, { batch: { batchSize: 100, wait: 8 }, retryCount: 2, timeout: 15_000 });
}

/** A client of the chain that only reads. */
export function clientOf(config: Pick<PageConfig, "chainId" | "rpcUrl">): PublicClient {
  return createPublicClient({
    chain: chainOf(config),
    transport: transportOf(config.rpcUrl),
    pollingInterval: pollingMs(config.chainId),
  });
}
