import type { PublicClient } from "viem";
import { stakeAbi } from "./abi";
import type { Contribution } from "./history";
import { readSamples } from "./encoding";
import type { Trainer } from "./trainers";

/** What the model says of a contribution's samples now. */
export interface Judgement {
  readonly count: number;
  /** Bit i: the model does not agree with sample i. */
  readonly disagreeing: bigint;
  readonly scores: readonly bigint[];
}

/** What settling now would do with the deposit. */
export interface SettleForecast {
  /** A stranger's first verdict: nothing moves yet. */
  readonly firstVerdict: boolean;
  readonly returnedWei: bigint;
  readonly forfeitedWei: bigint;
  readonly callerWei: bigint;
  readonly agreeing: number;
  readonly count: number;
}

const CALLER_SHARE_SHIFT = 4n;

/** Whether a model with this score agrees with the label; it never agrees while undecided. */
export function agrees(label: number, score: bigint): boolean {
  return label === 1 ? score > 0n : score < 0n;
}

/** Ask the contract for its scores of a contribution's samples. */
export async function judge(
  client: PublicClient,
  trainer: Trainer,
  contribution: Pick<Contribution, "samples">,
): Promise<Judgement> {
  const samples = readSamples(trainer, contribution.samples);
  const [, scores] = await client.readContract({
    address: trainer.address,
    abi: stakeAbi,
    functionName: "predictBatch",
    args: [contribution.samples],
  });
  let disagreeing = 0n;
  samples.forEach(({ label }, position) => {
    if (!agrees(label, scores[position] ?? 0n)) disagreeing |= 1n << BigInt(position);
  });
  return { count: samples.length, disagreeing, scores };
}

/**
 * What `settle` would emit if it were called now. A forecast for the reader only: the contract
 * decides when the transaction is mined. Forfeits are rounded down, as there.
 */
export function forecastSettle(
  contribution: Pick<Contribution, "depositWei" | "firstVerdict">,
  judgement: Judgement,
  byContributor: boolean,
): SettleForecast {
  const { count, disagreeing } = judgement;
  const { firstVerdict, depositWei } = contribution;
  const agreeing = count - ones(disagreeing);
  if (!byContributor && !firstVerdict && disagreeing !== 0n) {
    return {
      firstVerdict: true,
      returnedWei: 0n,
      forfeitedWei: 0n,
      callerWei: 0n,
      agreeing,
      count,
    };
  }
  const forfeited = byContributor ? disagreeing : disagreeing & (firstVerdict?.disagreeing ?? 0n);
  const forfeitedWei = (depositWei * BigInt(ones(forfeited))) / BigInt(count);
  return {
    firstVerdict: false,
    returnedWei: depositWei - forfeitedWei,
    forfeitedWei,
    callerWei: byContributor ? 0n : forfeitedWei >> CALLER_SHARE_SHIFT,
    agreeing,
    count,
  };
}

/** Number of set bits. */
export function ones(mask: bigint): number {
  let count = 0;
  for (let left = mask; left !== 0n; left &= left - 1n) count += 1;
  return count;
}
