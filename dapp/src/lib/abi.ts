import type { Abi } from "viem";
import {
  badgesAbi,
  densePerceptronPointsAbi,
  densePerceptronStakeAbi,
  registryAbi,
  sparsePerceptronPointsAbi,
  sparsePerceptronStakeAbi,
} from "../generated/abi";

export { badgesAbi, registryAbi };

/** Trainers of one incentive answer to one interface, whatever their model. */
export const stakeAbi = sparsePerceptronStakeAbi;
export const pointsAbi = sparsePerceptronPointsAbi;

/** Events of trainers under either incentive. */
export const trainerEventsAbi = [...stakeAbi, ...pointsAbi] as const;

const everything = [
  ...registryAbi,
  ...sparsePerceptronStakeAbi,
  ...densePerceptronStakeAbi,
  ...sparsePerceptronPointsAbi,
  ...densePerceptronPointsAbi,
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
