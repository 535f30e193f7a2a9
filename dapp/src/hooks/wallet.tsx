import { memo, useMemo, type ReactNode } from "react";
import { WagmiProvider, useConnection, useConfig } from "wagmi";
import { getConnection, switchChain, writeContract } from "wagmi/actions";
import type { Address } from "viem";
import type { PageConfig } from "../lib/config";
import { Problem } from "../lib/problem";
import type { Sender } from "../lib/send";
import { walletConfigOf } from "../lib/walletConfig";
import { usePage } from "./page";

interface WalletProviderProps extends Pick<PageConfig, "chainId" | "rpcUrl"> {
  readonly children: ReactNode;
}

/**
 * Wallets of the page's chain. It must not follow the chain's head: wagmi connects again at every
 * render of its provider.
 */
export const WalletProvider = memo(function WalletProvider({
  chainId,
  rpcUrl,
  children,
}: WalletProviderProps) {
  const config = useMemo(
    () => walletConfigOf({ chainId, rpcUrl }, window.localStorage, window.sessionStorage),
    [chainId, rpcUrl],
  );
  return useMemo(
    () => (
      <WagmiProvider key={`${chainId} ${rpcUrl}`} config={config} reconnectOnMount>
        {children}
      </WagmiProvider>
    ),
    [chainId, rpcUrl, config, children],
  );
});

export interface Wallet {
  readonly account: Address | undefined;
  readonly name: string | undefined;
  /** Connected, but to another chain than the page's. */
  readonly onOtherChain: boolean;
}

export function useWallet(): Wallet {
  const { config } = usePage();
  const { address, chainId, connector, status } = useConnection();
  const connected = status === "connected" || (status === "reconnecting" && address !== undefined);
  return {
    account: connected ? address : undefined,
    name: connected ? connector?.name : undefined,
    onOtherChain: connected && chainId !== config.chainId,
  };
}

/** A function that gives who signs, after seeing to it that the wallet is on the page's chain. */
export function useSender(): () => Promise<Sender> {
  const wallets = useConfig();
  const { config } = usePage();
  const { chainId } = config;
  return useMemo(
    () => async () => {
      const { address, chainId: walletChainId } = getConnection(wallets);
      if (!address) throw new Problem("wallet", "No wallet is connected; connect one first.");
      if (walletChainId !== chainId) await switchTo(wallets, chainId);
      return {
        account: address,
        write: (call) =>
          writeContract(wallets, { ...call, account: address, chainId } as Parameters<
            typeof writeContract
          >[1]),
      };
    },
    [wallets, chainId],
  );
}

/** Tell the wallet to use the page's chain. */
export function useSwitchChain(): () => Promise<void> {
  const wallets = useConfig();
  const { chainId } = usePage().config;
  return useMemo(() => () => switchTo(wallets, chainId), [wallets, chainId]);
}

async function switchTo(wallets: ReturnType<typeof useConfig>, chainId: number): Promise<void> {
  await switchChain(wallets, { chainId });
  if (getConnection(wallets).chainId !== chainId) {
    throw new Problem(
      "chain",
      `Your wallet is still on another chain; switch it to chain ${chainId} and try again.`,
    );
  }
}
