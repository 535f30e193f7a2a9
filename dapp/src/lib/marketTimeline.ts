import type { Hex } from "viem";
import { formatDuration } from "./format";
import type { MarketRecord, Moment } from "./marketHistory";
import { hasEnded, PHASES, phaseName, type MarketPhase } from "./marketPhase";
import type { Market, MarketState } from "./markets";

/** One phase of a market on its way, for people. */
export interface Stage {
  readonly phase: MarketPhase;
  readonly name: string;
  readonly at: "done" | "now" | "ahead" | "skipped";
  /** What happens in it. */
  readonly what: string;
  /** Hash of the block in which it ended. */
  readonly endedAtBlock: Hex | undefined;
  /** A time that matters to the present phase or to one ahead. */
  readonly due: { readonly words: string; readonly timeS: number } | undefined;
  /** How long a phase ahead takes at most. */
  readonly lasts: string | undefined;
}

const STAGES: readonly (readonly [phase: MarketPhase, ends: Moment["kind"], what: string])[] = [
  ["drawing", "drawn", "A later block decides which part of the test set is revealed at once."],
  [
    "revealingDrawnPart",
    "drawnPartRevealed",
    "The sponsor reveals that part, so that everybody sees what is asked.",
  ],
  ["participating", "participationEnded", "Anybody contributes data with a stake."],
  ["revealingContributions", "revealEnded", "Contributors reveal what they sealed, or forfeit."],
  ["revealingTest", "resultOpened", "The sponsor reveals the other parts, or loses its bond."],
  ["resolving", "resolved", "Anybody recomputes the result, proposes it, or disputes it."],
];

const ENDS: Readonly<Partial<Record<MarketPhase, string>>> = {
  resolved: "There is a result: contributions are paid by it.",
  voided: "It ended before anybody could contribute.",
  cancelled: "There was nothing to train on: bounty and bond returned.",
  defaulted: "The sponsor did not reveal the test set: stakes return, with compensation.",
  expired: "No result was found in time: stakes return.",
};

/** The phases of a market in order, what was, what is, and what comes. */
export function timelineOf(
  { terms }: Pick<Market, "terms">,
  state: Pick<MarketState, "phase" | "deadlineS">,
  record: Pick<MarketRecord, "moments">,
): readonly Stage[] {
  const { phase, deadlineS } = state;
  const ended = hasEnded(phase);
  const present = PHASES.indexOf(phase);
  const stages = STAGES.filter(([stage]) => terms.isSealed || stage !== "revealingContributions");
  const blockOf = (kind: Moment["kind"]) =>
    record.moments.find((moment) => moment.kind === kind)?.atBlock;
  const before = stages.map(([stage, ends, what]): Stage => {
    const endedAtBlock = blockOf(ends);
    const done = endedAtBlock !== undefined || (!ended && PHASES.indexOf(stage) < present);
    const at = done ? "done" : stage === phase ? "now" : ended ? "skipped" : "ahead";
    return {
      phase: stage,
      name: phaseName(stage),
      at,
      what,
      endedAtBlock,
      due: dueOf(stage, at, terms, deadlineS),
      lasts: at === "ahead" ? lastsOf(stage, terms) : undefined,
    };
  });
  const last: Stage = {
    phase: ended ? phase : "resolved",
    name: ended ? phaseName(phase) : "Ended",
    at: ended ? "now" : "ahead",
    what: (ended && ENDS[phase]) || "Contributions are paid and the model adopts what it learnt.",
    endedAtBlock: ended ? blockOf(phase as Moment["kind"]) : undefined,
    due:
      ended && deadlineS > 0 && phase !== "voided" && phase !== "cancelled"
        ? { words: "claims until", timeS: deadlineS }
        : undefined,
    lasts: ended ? undefined : `${formatDuration(terms.claimS)} to claim`,
  };
  return [...before, last];
}

function dueOf(
  stage: MarketPhase,
  at: Stage["at"],
  terms: Market["terms"],
  deadlineS: number,
): Stage["due"] {
  if (stage === "participating" && (at === "now" || at === "ahead")) {
    return { words: "until", timeS: terms.latestEndS };
  }
  return at === "now" && deadlineS > 0 ? { words: "until", timeS: deadlineS } : undefined;
}

function lastsOf(stage: MarketPhase, terms: Market["terms"]): string | undefined {
  const seconds = {
    revealingDrawnPart: terms.moveS,
    revealingContributions: terms.revealS,
    revealingTest: terms.testRevealS,
    resolving: terms.resolveS,
  } as Partial<Record<MarketPhase, number>>;
  const most = seconds[stage];
  return most === undefined ? undefined : `${formatDuration(most)} at most`;
}
