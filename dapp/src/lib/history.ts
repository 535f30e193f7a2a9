import {
  concat,
  keccak256,
  parseEventLogs,
  type Address,
  type Hex,
  type Log,
  type PublicClient,
} from "viem";
import { trainerEventsAbi } from "./abi";
import { readFurtherLogs, type ReadThrough } from "./logs";
import type { Trainer } from "./trainers";

/** A stranger found samples that the model disagrees with. */
export interface FirstVerdict {
  readonly caller: Address;
  /** Hash of the block. */
  readonly atBlock: Hex;
  /** Bit i: the model disagreed with sample i. */
  readonly disagreeing: bigint;
}

export type Outcome =
  | {
      readonly kind: "settled";
      readonly caller: Address;
      readonly atBlock: Hex;
      readonly sharesEarned: bigint;
      readonly returnedWei: bigint;
      readonly forfeitedWei: bigint;
      readonly callerWei: bigint;
    }
  | {
      readonly kind: "validated";
      readonly caller: Address;
      readonly atBlock: Hex;
      readonly contributorPoints: bigint;
      readonly validatorPoints: bigint;
    };

/** One contribution and all that the chain's log says of it. */
export interface Contribution {
  readonly trainer: number;
  readonly index: bigint;
  readonly key: Hex;
  readonly contributor: Address;
  readonly depositWei: bigint;
  readonly samples: Hex;
  /** Hash of the block. */
  readonly atBlock: Hex;
  readonly transactionHash: Hex;
  readonly firstVerdict: FirstVerdict | undefined;
  /** Undefined while it is open. */
  readonly outcome: Outcome | undefined;
}

/** A trainer's contributions, as far as its log was read. */
export interface History extends ReadThrough {
  readonly contributions: readonly Contribution[];
}

/** Key under which the chain keeps a contribution. */
export function contributionKey(contributor: Address, samples: Hex): Hex {
  return keccak256(concat([contributor, keccak256(samples)]));
}

/**
 * Read on from where `previous` ended; from the start if the chain's history is another one now.
 */
export async function readHistory(
  client: PublicClient,
  trainer: Trainer,
  previous: History | undefined,
): Promise<History> {
  const further = await readFurtherLogs(client, trainer.address, trainer.deployedAtBlock, previous);
  if (!further && previous) return previous;
  const { logs = [], follows = false, throughBlock = 0n, throughHash = "0x" } = further ?? {};
  return {
    contributions: applyLogs(trainer, (follows && previous?.contributions) || [], logs),
    throughBlock,
    throughHash,
  };
}

/** The contributions after more of the trainer's logs; `contributions` stays as it is. */
export function applyLogs(
  trainer: Trainer,
  contributions: readonly Contribution[],
  logs: readonly Log[],
): readonly Contribution[] {
  if (logs.length === 0) return contributions;
  const next = [...contributions];
  const open = new Map<Hex, number>();
  next.forEach((contribution, position) => {
    if (!contribution.outcome) open.set(contribution.key, position);
  });
  const change = (
    key: Hex,
    part: Pick<Contribution, "outcome"> | { firstVerdict: FirstVerdict },
  ) => {
    const position = open.get(key);
    const found = position === undefined ? undefined : next[position];
    if (position === undefined || !found) return;
    next[position] = { ...found, ...part };
    if ("outcome" in part) open.delete(key);
  };
  for (const log of parseEventLogs({ abi: trainerEventsAbi, logs: [...logs], strict: true })) {
    const atBlock = log.blockHash ?? "0x";
    switch (log.eventName) {
      case "Contributed": {
        const { index, contributor, depositWei, samples } = log.args;
        const key = contributionKey(contributor, samples);
        open.set(key, next.length);
        next.push({
          trainer: trainer.index,
          index,
          key,
          contributor,
          depositWei,
          samples,
          atBlock,
          transactionHash: log.transactionHash ?? "0x",
          firstVerdict: undefined,
          outcome: undefined,
        });
        break;
      }
      case "DisagreementFound": {
        const { key, caller, disagreeing } = log.args;
        change(key, { firstVerdict: { caller, atBlock, disagreeing } });
        break;
      }
      case "Settled": {
        const { key, caller, sharesEarned, returnedWei, forfeitedWei, callerWei } = log.args;
        change(key, {
          outcome: {
            kind: "settled",
            caller,
            atBlock,
            sharesEarned,
            returnedWei,
            forfeitedWei,
            callerWei,
          },
        });
        break;
      }
      case "Validated": {
        const { key, validator, contributorPoints, validatorPoints } = log.args;
        change(key, {
          outcome: {
            kind: "validated",
            caller: validator,
            atBlock,
            contributorPoints,
            validatorPoints,
          },
        });
        break;
      }
      default:
        break;
    }
  }
  return next;
}
