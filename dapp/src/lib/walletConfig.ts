import { createConfig, createStorage, type Config } from "wagmi";
import { chainOf, pollingMs, transportOf } from "./chain";
import { isLocalChain, type PageConfig } from "./config";
import { devAccounts } from "./devAccounts";

/**
 * Wallets of a chain: those that announce themselves (EIP-6963), and on a local chain its own
 * accounts.
 */
export function walletConfigOf(
  { chainId, rpcUrl }: Pick<PageConfig, "chainId" | "rpcUrl">,
  storage: Storage,
  session: Storage,
): Config {
  const chain = chainOf({ chainId, rpcUrl });
  return createConfig({
    chains: [chain],
    connectors: isLocalChain(chainId) ? [devAccounts(chainId, rpcUrl, session)] : [],
    multiInjectedProviderDiscovery: true,
    transports: { [chainId]: transportOf(rpcUrl) },
    pollingInterval: pollingMs(chainId),
    storage: createStorage({ storage, key: `commonweal.wallet.${chainId}` }),
  });
}
