import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import {
  compareProposals,
  fetchClaims,
  fetchMoves,
  isPending,
  recomputeResult,
  type ComparedProposal,
  type ReadyClaim,
  type Recomputed,
} from "../lib/marketApi";
import type { ProposalState } from "../lib/marketDue";
import { resultMoves, type ResultMove } from "../lib/marketMoves";
import { readMarketHistory, type MarketHistory, type MarketRecord } from "../lib/marketHistory";
import {
  readMarkets,
  readMarketState,
  type Market,
  type MarketList,
  type MarketState,
} from "../lib/markets";
import { problemOf } from "../lib/problem";
import { readProposalStates } from "../lib/proposals";
import { fixedKey, liveKey } from "../lib/queries";
import type { MarketTrainer } from "../lib/trainers";
import type { Read } from "./chain";
import { usePage } from "./page";

const told = <T>(query: { data: T | undefined; error: unknown }): Read<T> => ({
  data: query.data,
  problem: query.error ? problemOf(query.error) : undefined,
});

const fetcher: typeof fetch = (...asked) => window.fetch(...asked);

/** Every market of a model, the first one first. */
export function useMarkets(trainer: MarketTrainer): Read<readonly Market[]> {
  const { client, origin } = usePage();
  const queries = useQueryClient();
  const queryKey = liveKey(origin, "markets", trainer.index);
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => readMarkets(client, trainer, queries.getQueryData<MarketList>(queryKey)),
    enabled: origin !== undefined,
  });
  return told({ data: data?.markets, error });
}

/** Where a market stands, and what the account can withdraw from it. */
export function useMarketState(market: Market, account: Address | undefined): Read<MarketState> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "market", market.address, account),
      queryFn: () => readMarketState(client, market, account),
      enabled: origin !== undefined,
      placeholderData: keepPreviousData,
    }),
  );
}

/** What a market's log says. */
export function useMarketRecord(market: Market): Read<MarketRecord> {
  const { client, origin } = usePage();
  const queries = useQueryClient();
  const queryKey = liveKey(origin, "marketRecord", market.address);
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => readMarketHistory(client, market, queries.getQueryData<MarketHistory>(queryKey)),
    enabled: origin !== undefined,
  });
  return told({ data: data?.record, error });
}

/** What the chain says of proposals, in the order of their ids. */
export function useProposalStates(
  market: Market,
  ids: readonly Hex[],
): Read<readonly ProposalState[]> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "proposals", market.address, ids),
      queryFn: () => readProposalStates(client, market, ids),
      enabled: origin !== undefined && ids.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
}

// The backend reads a block a little later than this page does, and nothing tells when it has.
const FOLLOWING_MS = 3_000;
const PENDING_RETRIES = 100;
const PENDING_WAIT_MS = 2_000;

interface RecomputedRead extends Read<Recomputed> {
  readonly busy: boolean;
  /** Recompute at once, also after a failure. */
  readonly again: () => Promise<unknown>;
}

/** The result recomputed by the backend of this machine, once it is asked for. */
export function useRecomputed(
  market: Market,
  { moments }: Pick<MarketRecord, "moments">,
): RecomputedRead {
  const { origin } = usePage();
  // All that it follows from is on the chain by this block; another history has another block.
  const openedAt = moments.find(({ kind }) => kind === "resultOpened")?.atBlock;
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: fixedKey(origin, "recomputed", market.address, openedAt),
    queryFn: () => recomputeResult(fetcher, market.address),
    enabled: false,
    retry: (failures, failed) => failures < PENDING_RETRIES && isPending(problemOf(failed)),
    retryDelay: PENDING_WAIT_MS,
  });
  return { ...told({ data, error }), busy: isFetching, again: refetch };
}

/** How proposals compare with the recomputed result. */
export function useComparedProposals(
  market: Market,
  enabled: boolean,
): Read<readonly ComparedProposal[]> {
  const { origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "compared", market.address),
      queryFn: () => compareProposals(fetcher, market.address),
      enabled: enabled && origin !== undefined,
      retry: false,
      refetchInterval: FOLLOWING_MS,
      placeholderData: keepPreviousData,
    }),
  );
}

/** What the account can send about the result, as the recomputed one asks for. */
export function useResultMoves(
  market: Market,
  state: MarketState,
  account: Address | undefined,
  nowS: number,
  enabled: boolean,
): Read<readonly ResultMove[]> {
  const { origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "moves", market.address, account),
      queryFn: async () =>
        account ? resultMoves(await fetchMoves(fetcher, market.address, account, nowS), state) : [],
      enabled: enabled && account !== undefined && origin !== undefined,
      retry: false,
      refetchInterval: FOLLOWING_MS,
      placeholderData: keepPreviousData,
    }),
  );
}

/** A function that fetches the account's claims with their proofs. */
export function useFetchClaims(
  market: Market,
): (account: Address) => Promise<readonly ReadyClaim[]> {
  return (account) => fetchClaims(fetcher, market.address, account);
}

/** A function that gives the weights of this hash: the model's own, or the recomputed ones. */
export function useWeightsOf(
  market: Market,
): (weightsHash: Hex, recomputed: Recomputed | undefined) => Promise<Hex | undefined> {
  return async (weightsHash, recomputed) => {
    const found = recomputed ?? (await recomputeResult(fetcher, market.address));
    return found.weightsHash === weightsHash ? found.weights : undefined;
  };
}
