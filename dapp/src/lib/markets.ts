import { parseEventLogs, type Address, type Hex, type PublicClient } from "viem";
import { marketAbi, marketTrainerAbi } from "./abi";
import { readFurtherLogs, type ReadThrough } from "./logs";
import { hasEnded, phaseOf, type MarketPhase } from "./marketPhase";
import type { MarketTrainer } from "./trainers";

/** What a market was opened with. */
export interface MarketTerms {
  readonly bountyWei: bigint;
  readonly sponsorBondWei: bigint;
  readonly proposerFeeWei: bigint;
  readonly stakeWei: bigint;
  readonly mostFeeWei: bigint;
  readonly gasPriceWei: bigint;
  readonly rounds: number;
  readonly capacity: number;
  readonly leastContributions: number;
  readonly partCount: number;
  readonly rowsPerPart: number;
  readonly isSealed: boolean;
  readonly earliestEndS: number;
  readonly latestEndS: number;
  readonly moveS: number;
  readonly revealS: number;
  readonly testRevealS: number;
  readonly windowS: number;
  readonly resolveS: number;
  readonly claimS: number;
}

/** One market of a model; nothing of this ever changes. */
export interface Market {
  readonly number: number;
  readonly address: Address;
  readonly sponsor: Address;
  readonly terms: MarketTerms;
  readonly startWeightsHash: Hex;
  readonly openedAtBlock: bigint;
  /** Hash of the block. */
  readonly atBlock: Hex;
}

/** A model's markets, as far as its log was read. */
export interface MarketList extends ReadThrough {
  readonly markets: readonly Market[];
}

/** Every market of a model in its order, read on from `previous`. */
export async function readMarkets(
  client: PublicClient,
  trainer: MarketTrainer,
  previous: MarketList | undefined,
): Promise<MarketList> {
  const { address, deployedAtBlock } = trainer;
  const further = await readFurtherLogs(client, address, deployedAtBlock, previous);
  if (!further) return previous!;
  const events = parseEventLogs({
    abi: marketTrainerAbi,
    eventName: "MarketOpened",
    logs: [...further.logs],
    strict: true,
  });
  const opened = events.map(({ args, blockNumber, blockHash }): Market => ({
    number: Number(args.number),
    address: args.market,
    sponsor: args.sponsor,
    terms: args.terms,
    startWeightsHash: args.weightsHash,
    openedAtBlock: blockNumber,
    atBlock: blockHash,
  }));
  return {
    markets: [...((further.follows && previous?.markets) || []), ...opened],
    throughBlock: further.throughBlock,
    throughHash: further.throughHash,
  };
}

export interface MarketResult {
  readonly payoutsRoot: Hex;
  readonly weightsHash: Hex;
  readonly paidWei: bigint;
}

/** Where a market stands at the last block. */
export interface MarketState {
  readonly phase: MarketPhase;
  /** Until when the phase's own move is due; when ended, until when one may claim. */
  readonly deadlineS: number;
  readonly contributionCount: number;
  readonly revealedCount: number;
  readonly missedDraws: number;
  /** The part that was drawn, once it was. */
  readonly drawnPart: number | undefined;
  readonly partsRevealed: number;
  /** Proposals that were neither refuted nor closed. */
  readonly standing: number;
  readonly feesWei: bigint;
  /** Most that a contribution gains or loses in a round, as things stand. */
  readonly unitWei: bigint;
  /** Least value of the next contribution, while there may be one. */
  readonly quoteWei: bigint | undefined;
  readonly proposalBondWei: bigint;
  readonly challengeBondWei: bigint;
  /** What the account can withdraw from this market. */
  readonly creditWei: bigint;
  /** The row of steps, once there is one: how many, how long its segments, and the direct run's next. */
  readonly steps:
    { readonly next: number; readonly count: number; readonly perSegment: number } | undefined;
  /** Once it has ended. */
  readonly outcome: Outcome | undefined;
}

export interface Outcome {
  readonly result: MarketResult;
  readonly bonusWei: bigint;
  readonly owedWei: bigint;
  readonly adopted: boolean;
}

export async function readMarketState(
  client: PublicClient,
  { address, terms }: Pick<Market, "address" | "terms">,
  account: Address | undefined,
): Promise<MarketState> {
  const contract = { address, abi: marketAbi } as const;
  const [head, [proposalBondWei, challengeBondWei], creditWei] = await Promise.all([
    client.readContract({ ...contract, functionName: "head" }),
    client.readContract({ ...contract, functionName: "bondsWei" }),
    account ? client.readContract({ ...contract, functionName: "creditWei", args: [account] }) : 0n,
  ]);
  const phase = phaseOf(head[0]);
  const contributionCount = Number(head[2]);
  const takesMore = phase === "participating" && contributionCount < terms.capacity;
  const hasSteps = phase === "resolving" || phase === "resolved" || phase === "expired";
  const [quoteWei, outcome, trace, direct] = await Promise.all([
    takesMore ? client.readContract({ ...contract, functionName: "quoteWei" }) : undefined,
    hasEnded(phase) ? client.readContract({ ...contract, functionName: "outcome" }) : undefined,
    hasSteps ? client.readContract({ ...contract, functionName: "trace" }) : undefined,
    hasSteps ? client.readContract({ ...contract, functionName: "direct" }) : undefined,
  ]);
  const feesWei = head[8];
  return {
    phase,
    deadlineS: Number(head[1]),
    contributionCount,
    revealedCount: Number(head[3]),
    missedDraws: Number(head[4]),
    drawnPart: phase === "drawing" || phase === "voided" ? undefined : Number(head[5]),
    partsRevealed: Number(head[6]),
    standing: Number(head[7]),
    feesWei,
    unitWei: unitOf(terms, feesWei),
    quoteWei,
    proposalBondWei,
    challengeBondWei,
    creditWei,
    steps:
      trace && direct
        ? { next: Number(direct[0]), count: Number(trace[1]), perSegment: Number(trace[2]) }
        : undefined,
    outcome: outcome
      ? { result: outcome[0], bonusWei: outcome[1], owedWei: outcome[2], adopted: outcome[3] }
      : undefined,
  };
}

/** What a round moves at most; shown only, the contract tells the final one with `ResultOpened`. */
function unitOf({ bountyWei, stakeWei, rounds }: MarketTerms, feesWei: bigint): bigint {
  const shareWei = (bountyWei + feesWei) / BigInt(rounds);
  return shareWei < stakeWei ? shareWei : stakeWei;
}
