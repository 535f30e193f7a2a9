import type { Abi, AbiParameter, AbiParameterToPrimitiveType } from "viem";
import {
  badgesAbi,
  densePerceptronMarketAbi,
  densePerceptronPointsAbi,
  densePerceptronStakeAbi,
  marketAbi,
  registryAbi,
  sparsePerceptronMarketAbi,
  sparsePerceptronPointsAbi,
  sparsePerceptronStakeAbi,
} from "../generated/abi";

export { badgesAbi, marketAbi, registryAbi };

/** Trainers of one incentive answer to one interface, whatever their model. */
export const stakeAbi = sparsePerceptronStakeAbi;
export const pointsAbi = sparsePerceptronPointsAbi;
export const marketTrainerAbi = sparsePerceptronMarketAbi;

/** Events of trainers under either incentive. */
export const trainerEventsAbi = [...stakeAbi, ...pointsAbi] as const;

/** Events of a market: its own, and those that it shares with trainers. */
export const marketEventsAbi = [...marketAbi, ...stakeAbi] as const;

const everything = [
  ...registryAbi,
  ...sparsePerceptronStakeAbi,
  ...densePerceptronStakeAbi,
  ...sparsePerceptronPointsAbi,
  ...densePerceptronPointsAbi,
  ...sparsePerceptronMarketAbi,
  ...densePerceptronMarketAbi,
  ...marketAbi,
  ...badgesAbi,
] as const;

type AnyItem = (typeof everything)[number];
export type AbiError = Extract<AnyItem, { type: "error" }>;

/** Each error that a contract of ours can answer with, once. */
export const errorsAbi: readonly AbiError[] = [
  ...new Map(
    everything
      .filter((item): item is AbiError => item.type === "error")
      .map((item) => [item.name, item]),
  ).values(),
];

export const errorsAsAbi = errorsAbi as unknown as Abi;

type Value<Parameter> = Parameter extends AbiParameter
  ? AbiParameterToPrimitiveType<Parameter>
  : never;
type Values<Inputs extends readonly unknown[]> = {
  -readonly [Index in keyof Inputs]: Value<Inputs[Index]>;
};

/** A sentence for each of these errors. */
export type SentencesOf<Error extends AbiError> = {
  readonly [E in Error as E["name"]]: (...values: Values<E["inputs"]>) => string;
};
