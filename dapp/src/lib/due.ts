import type { Contribution } from "./history";
import type { PointsRules, StakeRules } from "./trainers";

/** What a caller can do with an open contribution, and from when. */
export interface Step {
  readonly act: "refund" | "take" | "firstVerdict" | "secondVerdict" | "validate";
  readonly fromS: number;
}

/** Times of the blocks that matter to an open contribution. */
export interface ContributionTimes {
  readonly contributedS: number;
  /** Time of the first verdict, if one stands. */
  readonly verdictS: number | undefined;
}

/** Next step of the contributor of an open contribution under stake. */
export function ownStep(
  contribution: Pick<Contribution, "firstVerdict">,
  rules: StakeRules,
  times: ContributionTimes,
): Step {
  const { firstVerdict } = contribution;
  // Once a stranger's verdict stands, the contributor may settle at any time.
  const fromS = firstVerdict ? times.contributedS : times.contributedS + rules.refundWaitS;
  return { act: "refund", fromS };
}

/** Next step of anybody else under stake. */
export function strangersStep(
  contribution: Pick<Contribution, "firstVerdict">,
  rules: StakeRules,
  times: ContributionTimes,
): Step {
  if (contribution.firstVerdict) {
    return {
      act: "secondVerdict",
      fromS: (times.verdictS ?? times.contributedS) + rules.verdictGapS,
    };
  }
  return { act: "take", fromS: times.contributedS + rules.takeWaitS };
}

/** Next step of anybody but the contributor under points. */
export function validatorsStep(rules: PointsRules, times: ContributionTimes): Step {
  return { act: "validate", fromS: times.contributedS + rules.validateWaitS };
}

export function isDue(step: Step, nowS: number): boolean {
  return nowS >= step.fromS;
}
