import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { stakeAbi } from "../lib/abi";
import { problemOf } from "../lib/problem";
import { liveKey } from "../lib/queries";
import { stakeFor, type Stake } from "../lib/stake";
import type { StakeTrainer, Trainer } from "../lib/trainers";
import { readPreview, readWeights, type Change, type Weights } from "../lib/weights";
import type { Read } from "./chain";
import { usePage } from "./page";

export interface Prediction {
  readonly sample: Hex;
  readonly label: number;
  readonly score: bigint;
}

const told = <T>(query: { data: T | undefined; error: unknown }): Read<T> => ({
  data: query.data,
  problem: query.error ? problemOf(query.error) : undefined,
});

/** The contract's label and score for one sample; free. */
export function usePrediction(trainer: Trainer, sample: Hex | undefined): Read<Prediction> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "predict", trainer.index, sample),
      queryFn: async () => {
        const [label, score] = await client.readContract({
          address: trainer.address,
          abi: stakeAbi,
          functionName: "predict",
          args: [sample!],
        });
        return { sample: sample!, label, score };
      },
      enabled: origin !== undefined && sample !== undefined,
      placeholderData: keepPreviousData,
      gcTime: 10_000,
    }),
  );
}

/** How many samples have the label that the model predicts. */
export function useEvaluation(
  trainer: Trainer,
  samples: Hex | undefined,
): Read<{ correct: number; total: number }> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "evaluate", trainer.index, samples),
      queryFn: async () => {
        const [correct, total] = await client.readContract({
          address: trainer.address,
          abi: stakeAbi,
          functionName: "evaluate",
          args: [samples!],
        });
        return { correct: Number(correct), total: Number(total) };
      },
      enabled: origin !== undefined && samples !== undefined,
      gcTime: 10_000,
    }),
  );
}

/** All weights of a model at the last block. */
export function useWeights(trainer: Trainer, enabled: boolean): Read<Weights> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "weights", trainer.index),
      queryFn: () => readWeights(client, trainer),
      enabled: enabled && origin !== undefined,
    }),
  );
}

/** What contributing these samples now would change in the model. */
export function usePreview(trainer: Trainer, samples: Hex | undefined): Read<readonly Change[]> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "preview", trainer.index, samples),
      queryFn: () => readPreview(client, trainer, samples!),
      enabled: origin !== undefined && samples !== undefined,
      gcTime: 10_000,
    }),
  );
}

/** The stake for so many samples at the last block. */
export function useStake(trainer: StakeTrainer, count: number): Read<Stake> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "stake", trainer.index, count),
      queryFn: async () => {
        const quotedWei = await client.readContract({
          address: trainer.address,
          abi: stakeAbi,
          functionName: "quoteWei",
          args: [BigInt(count)],
        });
        return stakeFor(quotedWei, count, trainer.rules);
      },
      enabled: origin !== undefined && count > 0,
    }),
  );
}

/** What an account can spend. */
export function useFunds(account: Address | undefined): Read<bigint> {
  const { client, origin } = usePage();
  return told(
    useQuery({
      queryKey: liveKey(origin, "funds", account),
      queryFn: () => client.getBalance({ address: account! }),
      enabled: origin !== undefined && account !== undefined,
    }),
  );
}
