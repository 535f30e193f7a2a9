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
  readonly balanceWei: bigint | undefined;
  /** Balance minus the stake. */
  readonly gainWei: bigint | undefined;
}

/** Contributions with what the recomputed result says of them, as far as it does. */
export function standingRows(
  contributions: readonly MarketContribution[],
  { terms }: Pick<Market, "terms">,
  found:
    { readonly errors: readonly number[]; readonly balancesWei: readonly bigint[] } | undefined,
): readonly StandingRow[] {
  return contributions.map((contribution) => {
    const { index, samples } = contribution;
    const balanceWei = found?.balancesWei[index];
    return {
      contribution,
      errors: found?.errors[index + 1],
      balanceWei,
      gainWei: balanceWei === undefined || !samples ? undefined : balanceWei - terms.stakeWei,
    };
  });
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
