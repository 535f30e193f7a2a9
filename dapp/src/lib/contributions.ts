import type { Address, Hex } from "viem";
import { isDue, ownStep, strangersStep, validatorsStep, type Step } from "./due";
import type { Contribution } from "./history";
import type { Trainer } from "./trainers";

/** A contribution with its trainer and its next steps. */
export interface Entry {
  readonly id: string;
  readonly trainer: Trainer;
  readonly contribution: Contribution;
  readonly contributedS: number | undefined;
  /** Time of the first verdict or of the end, if known. */
  readonly verdictS: number | undefined;
  readonly closedS: number | undefined;
  /** What its contributor can do, if it is open. */
  readonly own: Step | undefined;
  /** What anybody else can do, if it is open. */
  readonly others: Step | undefined;
}

export function sameAddress(a: Address, b: Address | undefined): boolean {
  return b !== undefined && a.toLowerCase() === b.toLowerCase();
}

/** Hashes of the blocks whose times decide or describe these contributions. */
export function blocksOf(contributions: readonly Contribution[]): readonly Hex[] {
  const blocks = contributions.flatMap(({ atBlock, firstVerdict, outcome }) => [
    atBlock,
    ...(firstVerdict ? [firstVerdict.atBlock] : []),
    ...(outcome ? [outcome.atBlock] : []),
  ]);
  return [...new Set(blocks)];
}

/** Join contributions with their trainers and the times of their blocks. */
export function entriesOf(
  contributions: readonly Contribution[],
  trainers: readonly Trainer[],
  times: ReadonlyMap<Hex, number> | undefined,
): readonly Entry[] {
  return contributions.flatMap((contribution) => {
    const trainer = trainers[contribution.trainer];
    if (!trainer) return [];
    const { firstVerdict, outcome } = contribution;
    const timeOf = (part: { atBlock: Hex } | undefined) => part && times?.get(part.atBlock);
    const contributedS = timeOf(contribution);
    const verdictS = timeOf(firstVerdict);
    return [
      {
        id: `${trainer.address}/${contribution.index}`,
        trainer,
        contribution,
        contributedS,
        verdictS,
        closedS: timeOf(outcome),
        ...stepsOf(trainer, contribution, contributedS, verdictS),
      },
    ];
  });
}

function stepsOf(
  trainer: Trainer,
  contribution: Contribution,
  contributedS: number | undefined,
  verdictS: number | undefined,
): Pick<Entry, "own" | "others"> {
  if (contribution.outcome || contributedS === undefined || trainer.incentive === "market") {
    return { own: undefined, others: undefined };
  }
  const times = { contributedS, verdictS };
  if (trainer.incentive === "points") {
    return { own: undefined, others: validatorsStep(trainer.rules, times) };
  }
  return {
    own: ownStep(contribution, trainer.rules, times),
    others: strangersStep(contribution, trainer.rules, times),
  };
}

/** Open contributions of others: first those that `account` can close now, then the rest by time. */
export function dueForOthers(
  entries: readonly Entry[],
  account: Address | undefined,
  nowS: number,
): { readonly now: readonly Entry[]; readonly later: readonly Entry[] } {
  const open = entries
    .filter(({ contribution, others }) => others && !sameAddress(contribution.contributor, account))
    .toSorted((a, b) => (a.others?.fromS ?? 0) - (b.others?.fromS ?? 0));
  return {
    now: open.filter(({ others }) => others !== undefined && isDue(others, nowS)),
    later: open.filter(({ others }) => others !== undefined && !isDue(others, nowS)),
  };
}
