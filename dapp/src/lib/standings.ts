import { keccak256, type Address } from "viem";
import { sameAddress } from "./contributions";
import type { ReadyClaim } from "./marketApi";
import type { MarketContribution, MarketRecord } from "./marketHistory";
import type { Market, MarketResult, MarketState } from "./markets";

/** How a contribution stands by the recomputed result. */
export interface StandingRow {
  readonly contribution: MarketContribution;
  /** Errors of the model after it. */
  readonly errors: number | undefined;
  /** What it is paid, or would be: its balance and its share of what others forfeited. */
  readonly amountWei: bigint | undefined;
  /** Amount minus what was sent. */
  readonly gainWei: bigint | undefined;
}

/** Contributions with what the recomputed result says of them, as far as it does. */
export function standingRows(
  contributions: readonly MarketContribution[],
  { terms }: Pick<Market, "terms">,
  found:
    { readonly errors: readonly number[]; readonly balancesWei: readonly bigint[] } | undefined,
): readonly StandingRow[] {
  const bonusWei = bonusOf(contributions, terms);
  return contributions.map((contribution) => {
    const { index, samples, valueWei } = contribution;
    const balanceWei = found?.balancesWei[index];
    const amountWei = balanceWei === undefined ? undefined : samples ? balanceWei + bonusWei : 0n;
    return {
      contribution,
      errors: found?.errors[index + 1],
      amountWei,
      gainWei: amountWei === undefined ? undefined : amountWei - valueWei,
    };
  });
}

/** What each revealed contribution gets of the stakes of those that were not revealed. */
function bonusOf(
  contributions: readonly MarketContribution[],
  { stakeWei }: Pick<Market["terms"], "stakeWei">,
): bigint {
  const revealed = contributions.filter(({ samples }) => samples !== undefined).length;
  const forfeitedWei = BigInt(contributions.length - revealed) * stakeWei;
  return revealed === 0 ? 0n : forfeitedWei / BigInt(revealed);
}

/** Whether two results are the same, all of them. */
export function sameResult(a: MarketResult, b: MarketResult): boolean {
  return (
    a.payoutsRoot === b.payoutsRoot && a.weightsHash === b.weightsHash && a.paidWei === b.paidWei
  );
}

/** The account's contributions for which something is to be claimed. */
export function claimable(
  { contributions }: Pick<MarketRecord, "contributions">,
  account: Address | undefined,
): readonly MarketContribution[] {
  return contributions.filter(
    ({ contributor, samples, paidWei }) =>
      sameAddress(contributor, account) && samples !== undefined && paidWei === undefined,
  );
}

/**
 * Claims where stakes return: what opens the record, and no proof.
 *
 * @param contributions Revealed ones.
 */
export function claimsWithoutProof(
  contributions: readonly MarketContribution[],
): readonly ReadyClaim[] {
  return contributions.flatMap(({ index, samples, valueWei }) =>
    samples
      ? [
          {
            index: BigInt(index),
            dataHash: keccak256(samples),
            valueWei,
            balanceWei: 0n,
            proof: [],
          },
        ]
      : [],
  );
}

/** About two million gas; more could pass what a block or a node takes. */
export const CLAIMS_PER_CALL = 32;

/** Claims in the parts in which they are sent, each a transaction of its own. */
export function claimCalls<Claim>(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  return Array.from({ length: Math.ceil(claims.length / CLAIMS_PER_CALL) }, (_, call) =>
    claims.slice(call * CLAIMS_PER_CALL, (call + 1) * CLAIMS_PER_CALL),
  );
}

/** What these claims will be paid. */
export function claimedWei(
  claims: readonly Pick<ReadyClaim, "valueWei" | "balanceWei">[],
  { phase, outcome }: Pick<MarketState, "phase" | "outcome">,
): bigint {
  return claims.reduce(
    (sum, { valueWei, balanceWei }) =>
      sum + (phase === "resolved" ? balanceWei : valueWei) + (outcome?.bonusWei ?? 0n),
    0n,
  );
}
