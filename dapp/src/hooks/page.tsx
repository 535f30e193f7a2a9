import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useMemo, type ReactNode } from "react";
import type { Hex, PublicClient } from "viem";
import { browserStore } from "../lib/browserStore";
import { clientOf, pollingMs } from "../lib/chain";
import {
  findConfig,
  isLocalChain,
  keepByHand,
  type ConfigSource,
  type PageConfig,
} from "../lib/config";
import { devNowS } from "../lib/devChain";
import { problemOf, type Problem } from "../lib/problem";
import { isLive, isOfChain, type Origin } from "../lib/queries";
import { identifyChain } from "../lib/trainers";

export interface Head {
  readonly number: bigint;
  readonly hash: Hex;
  readonly genesisHash: Hex;
  /** Chain time minus this computer's time. */
  readonly skewS: number;
  /** Whether the node lets its time be moved on. */
  readonly movesTime: boolean;
}

export interface Page {
  readonly config: PageConfig;
  readonly source: ConfigSource;
  readonly client: PublicClient;
  readonly isLocal: boolean;
  readonly head: Head | undefined;
  /** Undefined until the chain has answered and has the registry. */
  readonly origin: Origin | undefined;
  /** Why nothing can be read now. */
  readonly problem: Problem | undefined;
  /** Look at the chain again at once. */
  readonly refresh: () => Promise<void>;
  /** Use this configuration, or with none the one that is served. */
  readonly configure: (config: PageConfig | undefined) => Promise<void>;
}

const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("usePage needs a PageProvider above it.");
  return page;
}

const CONFIG_KEY = ["config"] as const;
const CONFIG_RETRY_MS = 5_000;

/** The configuration that is in force; looked for again until there is one. */
export function usePageConfig() {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: CONFIG_KEY,
    queryFn: () => findConfig(window.fetch.bind(window), browserStore()),
    retry: false,
    refetchInterval: (query) => (query.state.data ? false : CONFIG_RETRY_MS),
  });
  const configure = useCallback(
    async (config: PageConfig | undefined) => {
      keepByHand(browserStore(), config);
      await queries.invalidateQueries({ queryKey: CONFIG_KEY });
    },
    [queries],
  );
  return { found: data, problem: error ? problemOf(error) : undefined, configure };
}

async function readHead(client: PublicClient, isLocal: boolean): Promise<Head> {
  const nowMs = Date.now();
  const [latest, genesis, nodeNowS] = await Promise.all([
    client.getBlock({ blockTag: "latest" }),
    client.getBlock({ blockNumber: 0n }),
    isLocal ? devNowS(client, nowMs).catch(() => undefined) : undefined,
  ]);
  const wallS = Math.floor(nowMs / 1000);
  const chainNowS = Math.max(nodeNowS ?? wallS, Number(latest.timestamp));
  return {
    number: latest.number,
    hash: latest.hash,
    genesisHash: genesis.hash,
    skewS: chainNowS - wallS,
    movesTime: nodeNowS !== undefined,
  };
}

interface PageProviderProps {
  readonly config: PageConfig;
  readonly source: ConfigSource;
  readonly configure: Page["configure"];
  readonly children: ReactNode;
}

/** Follows the chain of one configuration and tells all below of every new block. */
export function PageProvider({ config, source, configure, children }: PageProviderProps) {
  const queries = useQueryClient();
  const { chainId, rpcUrl, registry } = config;
  const isLocal = isLocalChain(chainId);
  const client = useMemo(() => clientOf({ chainId, rpcUrl }), [chainId, rpcUrl]);

  const headKey = useMemo(() => ["head", chainId, rpcUrl] as const, [chainId, rpcUrl]);
  const head = useQuery({
    queryKey: headKey,
    queryFn: () => readHead(client, isLocal),
    refetchInterval: pollingMs(chainId),
    retry: false,
    staleTime: 0,
  });
  const genesisHash = head.data?.genesisHash;

  const identity = useQuery({
    queryKey: ["identity", chainId, rpcUrl, registry, genesisHash],
    queryFn: () => identifyChain(client, chainId, registry),
    enabled: genesisHash !== undefined,
    retry: false,
    refetchInterval: (query) => (query.state.error ? CONFIG_RETRY_MS : false),
  });

  const headHash = head.data?.hash;
  useEffect(() => {
    if (headHash) void queries.invalidateQueries({ predicate: ({ queryKey }) => isLive(queryKey) });
  }, [queries, headHash]);

  // What failed while the chain was away is asked again once it answers, whether or not a block came.
  const answeredMs = head.dataUpdatedAt;
  useEffect(() => {
    void queries.invalidateQueries({
      predicate: ({ queryKey, state }) =>
        isOfChain(queryKey) && state.status === "error" && problemOf(state.error).kind === "rpc",
    });
  }, [queries, answeredMs]);

  // A chain that was started anew has its registry elsewhere, perhaps only after a while: each time
  // the registry is looked for in vain, ask for the configuration again.
  const { isError: lost, errorUpdateCount: failures } = identity;
  useEffect(() => {
    if (lost && failures > 0) void queries.invalidateQueries({ queryKey: CONFIG_KEY });
  }, [queries, lost, failures]);

  const refresh = useCallback(async () => {
    await queries.invalidateQueries({ queryKey: headKey });
  }, [queries, headKey]);

  const error = head.error ?? identity.error;
  const identified = identity.data !== undefined;
  const page = useMemo<Page>(
    () => ({
      config,
      source,
      client,
      isLocal,
      head: head.data,
      origin: identified && genesisHash ? { chainId, genesisHash, registry } : undefined,
      problem: error ? problemOf(error) : undefined,
      refresh,
      configure,
    }),
    [
      config,
      source,
      client,
      isLocal,
      head.data,
      identified,
      genesisHash,
      chainId,
      registry,
      error,
      refresh,
      configure,
    ],
  );
  return <PageContext value={page}>{children}</PageContext>;
}
