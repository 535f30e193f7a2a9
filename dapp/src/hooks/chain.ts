import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Address, Hex } from "viem";
import { readBlockTimes } from "../lib/blockTimes";
import { readHistory, type Contribution, type History } from "../lib/history";
import { problemOf, type Problem } from "../lib/problem";
import { fixedKey, liveKey } from "../lib/queries";
import {
  readStanding,
  readStatus,
  readTrainers,
  type Standing,
  type Trainer,
  type TrainerStatus,
} from "../lib/trainers";
import { usePage } from "./page";

export interface Read<T> {
  readonly data: T | undefined;
  readonly problem: Problem | undefined;
}

const read = <T>(query: { data: T | undefined; error: unknown }): Read<T> => ({
  data: query.data,
  problem: query.error ? problemOf(query.error) : undefined,
});

/** All trainers of the registry. */
export function useTrainers(): Read<readonly Trainer[]> {
  const { client, origin } = usePage();
  const queries = useQueryClient();
  const queryKey = liveKey(origin, "trainers");
  const query = useQuery({
    queryKey,
    queryFn: () =>
      readTrainers(client, origin!.registry, queries.getQueryData<readonly Trainer[]>(queryKey)),
    enabled: origin !== undefined,
  });
  return read(query);
}

/** What a trainer is like at the last block. */
export function useStatus(trainer: Trainer): Read<TrainerStatus> {
  const { client, origin } = usePage();
  return read(
    useQuery({
      queryKey: liveKey(origin, "status", trainer.index),
      queryFn: () => readStatus(client, trainer),
      enabled: origin !== undefined,
    }),
  );
}

export interface StandingOf {
  readonly trainer: Trainer;
  readonly standing: Standing;
}

/** What an account has with each trainer. */
export function useStandings(
  trainers: readonly Trainer[],
  account: Address | undefined,
): Read<readonly StandingOf[]> {
  const { client, origin } = usePage();
  return read(
    useQuery({
      queryKey: liveKey(origin, "standings", account, trainers.length),
      queryFn: () =>
        Promise.all(
          trainers.map(async (trainer) => ({
            trainer,
            standing: await readStanding(client, trainer, account!),
          })),
        ),
      enabled: origin !== undefined && account !== undefined,
    }),
  );
}

/** Every contribution to every one of these trainers, from the chain's log. */
export function useContributions(trainers: readonly Trainer[]): Read<readonly Contribution[]> {
  const { client, origin } = usePage();
  const queries = useQueryClient();
  const histories = useQueries({
    queries: trainers.map((trainer) => {
      const queryKey = liveKey(origin, "history", trainer.index);
      return {
        queryKey,
        queryFn: () => readHistory(client, trainer, queries.getQueryData<History>(queryKey)),
        enabled: origin !== undefined,
      };
    }),
    combine: (results) => ({
      data: results.every((result) => result.data !== undefined)
        ? results.map((result) => result.data!.contributions)
        : undefined,
      error: results.find((result) => result.error)?.error,
    }),
  });
  const { data, error } = histories;
  return useMemo(() => read({ data: data?.flat(), error }), [data, error]);
}

/** Times in seconds of blocks by their hash, as far as they are known. */
export function useBlockTimes(blocks: readonly Hex[]): Read<ReadonlyMap<Hex, number>> {
  const { client, origin } = usePage();
  const queries = useQueryClient();
  const known = fixedKey(origin, "blockTimes");
  return read(
    useQuery({
      queryKey: fixedKey(origin, "blockTimesOf", blocks),
      queryFn: async () => {
        const before = queries.getQueryData<ReadonlyMap<Hex, number>>(known) ?? new Map();
        const times = await readBlockTimes(client, blocks, before);
        queries.setQueryData(known, times);
        return times;
      },
      enabled: origin !== undefined,
      placeholderData: keepPreviousData,
    }),
  );
}
