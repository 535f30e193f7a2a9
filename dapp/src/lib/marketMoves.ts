import { decodeFunctionData, type Hex } from "viem";
import { marketAbi } from "./abi";
import type { ReadyMove } from "./marketApi";
import type { MarketState } from "./markets";
import { Problem } from "./problem";

const ACTS = ["propose", "challenge", "revealSegment", "refute"] as const;

/** A move about the result that takes the recomputed one: whoever sends it has a bond at stake, or takes one. */
export interface ResultMove {
  readonly act: (typeof ACTS)[number];
  /** Undefined where it makes a proposal. */
  readonly proposalId: Hex | undefined;
  readonly segment: number | undefined;
  /** The wrong step that is named. */
  readonly step: number | undefined;
  readonly args: readonly unknown[];
  readonly valueWei: bigint;
}

/**
 * What the backend would send, read again by this page. Values are those that the market itself asks for.
 *
 * @throws Problem if the calldata is not what it is said to be.
 */
export function resultMoves(
  found: readonly ReadyMove[],
  {
    steps,
    proposalBondWei,
    challengeBondWei,
  }: Pick<MarketState, "steps" | "proposalBondWei" | "challengeBondWei">,
): readonly ResultMove[] {
  return found.flatMap(({ act, proposalId, data }): readonly ResultMove[] => {
    if (!isResultAct(act)) return [];
    const { functionName, args } = decoded(data);
    if (functionName !== act) throw strange();
    const move = { act, proposalId, args, segment: undefined, step: undefined, valueWei: 0n };
    switch (functionName) {
      case "propose":
        return [{ ...move, valueWei: proposalBondWei }];
      case "challenge":
        return [{ ...move, segment: Number(args[1].index), valueWei: challengeBondWei }];
      case "revealSegment":
        return [{ ...move, segment: Number(args[1].index) }];
      case "refute": {
        const segment = Number(args[1]);
        const step = segment * (steps?.perSegment ?? 0) + Number(args[3]);
        return [{ ...move, segment, step }];
      }
      default:
        throw strange();
    }
  });
}

function isResultAct(act: string): act is ResultMove["act"] {
  return ACTS.some((one) => one === act);
}

function decoded(data: Hex) {
  try {
    return decodeFunctionData({ abi: marketAbi, data });
  } catch {
    throw strange();
  }
}

function strange(): Problem {
  return new Problem(
    "backend",
    "The backend of this machine prepared a transaction that this page cannot read, so it is not offered; use a page and a backend of the same version.",
  );
}
