import type { Address } from "viem";

type Request = { method: string; params?: readonly unknown[] };

export interface InjectedWallet {
  readonly asked: string[];
  /** Answer these methods with "the person declined". */
  readonly decline: Set<string>;
  chainId: number;
  readonly remove: () => void;
}

/**
 * A wallet that announces itself (EIP-6963) and forwards to a node with unlocked accounts; its
 * person may decline, and it may be on another chain until it is asked to switch.
 */
export function injectWallet(rpcUrl: string, account: Address, chainId: number): InjectedWallet {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const emit = (event: string, value: unknown): void =>
    listeners.get(event)?.forEach((listener) => listener(value));
  let authorised = false;
  let ids = 0;
  const wallet: InjectedWallet = {
    asked: [],
    decline: new Set(),
    chainId,
    remove: () => window.removeEventListener("eip6963:requestProvider", announce),
  };
  const request = async ({ method, params = [] }: Request): Promise<unknown> => {
    wallet.asked.push(method);
    if (wallet.decline.has(method)) {
      throw Object.assign(new Error("User rejected the request."), { code: 4001 });
    }
    switch (method) {
      case "eth_chainId":
        return `0x${wallet.chainId.toString(16)}`;
      case "eth_accounts":
        return authorised ? [account] : [];
      case "eth_requestAccounts":
        authorised = true;
        return [account];
      case "wallet_requestPermissions":
        authorised = true;
        return [{ parentCapability: "eth_accounts" }];
      case "wallet_switchEthereumChain": {
        const [{ chainId: wanted }] = params as [{ chainId: string }];
        wallet.chainId = Number(wanted);
        emit("chainChanged", wanted);
        return null;
      }
      default: {
        ids += 1;
        const body = JSON.stringify({ jsonrpc: "2.0", id: ids, method, params });
        const headers = { "content-type": "application/json" };
        const answer = await fetch(rpcUrl, { method: "POST", headers, body });
        const { result, error } = (await answer.json()) as { result?: unknown; error?: object };
        if (error) throw Object.assign(new Error("The node refused."), error);
        return result;
      }
    }
  };
  const provider = {
    request,
    on: (event: string, listener: (value: unknown) => void) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: (value: unknown) => void) => {
      listeners.get(event)?.delete(listener);
    },
  };
  const info = {
    uuid: "6fd0c0f2-55a8-4a71-9f0e-3d8f6a3f0001",
    name: "Paper Wallet",
    icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
    rdns: "example.paper",
  };
  const announce = (): void => {
    const detail = Object.freeze({ info, provider });
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  };
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
  return wallet;
}
