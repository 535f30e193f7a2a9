/** Phases of a market in the contract's order; from `resolved` on it has ended. */
export const PHASES = [
  "drawing",
  "revealingDrawnPart",
  "participating",
  "revealingContributions",
  "revealingTest",
  "resolving",
  "resolved",
  "voided",
  "cancelled",
  "defaulted",
  "expired",
] as const;

export type MarketPhase = (typeof PHASES)[number];

const NAMES: Readonly<Record<MarketPhase, string>> = {
  drawing: "Drawing a part",
  revealingDrawnPart: "Revealing the drawn part",
  participating: "Taking contributions",
  revealingContributions: "Revealing contributions",
  revealingTest: "Revealing the test set",
  resolving: "Finding the result",
  resolved: "Resolved",
  voided: "Voided",
  cancelled: "Cancelled",
  defaulted: "Sponsor defaulted",
  expired: "Ended without a result",
};

/** The phase of this number in the contract. */
export function phaseOf(number: number | bigint): MarketPhase {
  return PHASES[Number(number)] ?? "expired";
}

/** A phase in people's words. */
export function phaseName(phase: MarketPhase): string {
  return NAMES[phase];
}

export function hasEnded(phase: MarketPhase): boolean {
  return PHASES.indexOf(phase) >= PHASES.indexOf("resolved");
}

/** Whether contributions can be claimed once it has ended so. */
export function paysClaims(phase: MarketPhase): boolean {
  return phase === "resolved" || phase === "defaulted" || phase === "expired";
}
