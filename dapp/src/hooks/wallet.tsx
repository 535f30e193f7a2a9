import { useEffect, useMemo, type ReactNode } from "react";
import { WagmiProvider, useConnection, useConfig } from "wagmi";
import { getConnection, switchChain, writeContract } from "wagmi/actions";
import type { Address } from "viem";
import { Problem } from "../lib/problem";
import type { Sender } from "../lib/send";
import { walletConfigOf } from "../lib/walletConfig";
import { usePage } from "./page";

/** Wallets of the page's chain. */
export function WalletProvider({ children }: { readonly children: ReactNode }) {
  const { chainId, rpcUrl } = usePage().config;
  const config = useMemo(
    () => walletConfigOf({ chainId, rpcUrl }, window.localStorage, window.sessionStorage),
    [chainId, rpcUrl],
  );
  return (
    <WagmiProvider key={`${chainId} ${rpcUrl}`} config={config} reconnectOnMount>
      {children}
    </WagmiProvider>
  );
}

export interface Wallet {
  readonly account: Address | undefined;
  readonly name: string | undefined;
  /** Connected, but to another chain than the page's. */
  readonly onOtherChain: boolean;
}

export function useWallet(): Wallet {
  const { config } = usePage();
  const { address, chainId, connector, status } = useConnection();
  const connected = status === "connected";
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

/** Call `onChange` when another account is connected. */
export function useAccountChange(account: Address | undefined, onChange: () => void): void {
  useEffect(() => {
    onChange();
    // Only the account matters: `onChange` may be a new function at every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [account]);
}
