import { getAddress, numberToHex, type Address, type EIP1193RequestFn } from "viem";
import { createConnector, type CreateConnectorFn } from "wagmi";
import { Problem } from "./problem";

export const DEV_ACCOUNTS = "devAccounts";
const CHOSEN = "commonweal.devAccount";

/** What the account picker needs of the connector beyond what any wallet has. */
export type DevAccounts = {
  readonly listAccounts: () => Promise<readonly Address[]>;
  readonly choose: (account: Address) => void;
};

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * A wallet of a local chain's own unlocked accounts: every request goes to its node, which signs.
 * For development chains only.
 */
export function devAccounts(
  chainId: number,
  rpcUrl: string,
  store: Store,
): CreateConnectorFn<{ request: EIP1193RequestFn }, DevAccounts> {
  let ids = 0;
  const send = async (method: string, params: unknown): Promise<unknown> => {
    ids += 1;
    const answer = await fetch(rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: ids, method, params: params ?? [] }),
    });
    const { result, error } = (await answer.json()) as {
      result?: unknown;
      error?: { message: string; code: number; data?: unknown };
    };
    if (error) throw Object.assign(new Error(error.message), error);
    return result;
  };
  const listAccounts = async (): Promise<readonly Address[]> =>
    ((await send("eth_accounts", [])) as string[]).map((account) => getAddress(account));

  /** The chosen account first, as wallets do; the first one if the chosen one is not there. */
  const accounts = async (): Promise<readonly Address[]> => {
    const all = await listAccounts();
    const chosen = store.getItem(CHOSEN);
    const first = all.find((account) => account === chosen) ?? all[0];
    if (!first) {
      throw new Problem(
        "wallet",
        "The local chain has no unlocked accounts; connect a wallet instead.",
      );
    }
    return [first, ...all.filter((account) => account !== first)];
  };

  const request = (async ({ method, params }: { method: string; params?: unknown }) => {
    if (method === "eth_chainId") return numberToHex(chainId);
    if (method === "eth_accounts" || method === "eth_requestAccounts") return accounts();
    return send(method, params);
  }) as EIP1193RequestFn;
  const provider = { request };

  return createConnector<typeof provider, DevAccounts>((config) => ({
    id: DEV_ACCOUNTS,
    name: "Development accounts",
    type: DEV_ACCOUNTS,
    listAccounts,
    choose(account) {
      store.setItem(CHOSEN, account);
      config.emitter.emit("change", { accounts: [account] });
    },
    async connect({ withCapabilities }: { withCapabilities?: boolean } = {}) {
      const found = await accounts();
      const [first] = found;
      if (first) store.setItem(CHOSEN, first);
      // wagmi takes plain addresses or, when asked, addresses with capabilities.
      const shaped = withCapabilities
        ? found.map((address) => ({ address, capabilities: {} }))
        : found;
      return { accounts: shaped as never, chainId };
    },
    async disconnect() {
      store.removeItem(CHOSEN);
    },
    getAccounts: accounts,
    async getChainId() {
      return chainId;
    },
    async getProvider() {
      return provider;
    },
    async isAuthorized() {
      return store.getItem(CHOSEN) !== null;
    },
    onAccountsChanged(changed) {
      config.emitter.emit("change", { accounts: changed.map((account) => getAddress(account)) });
    },
    onChainChanged() {},
    onDisconnect() {},
  }));
}
