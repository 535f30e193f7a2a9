import { isHex, type Address, type Hex } from "viem";
import type { MarketResult } from "./markets";
import { Problem } from "./problem";

/** A market's result as the backend of this machine recomputed it. */
export interface Recomputed extends MarketResult {
  /** Errors of the model at the start and after each contribution, on the scored rows. */
  readonly errors: readonly number[];
  /** What the rounds leave each contribution. */
  readonly balancesWei: readonly bigint[];
  /** Packed words of the weights that the model adopts. */
  readonly weights: Hex;
}

/** How a proposal compares with what was recomputed. */
export interface ComparedProposal {
  readonly id: Hex;
  /** Whether every hash on the way is the recomputed one; undefined if that is not known. */
  readonly isRight: boolean | undefined;
  /** Where it is wrong first: a segment, and a step once the segment's hashes were revealed. */
  readonly firstWrong: { readonly segment: number; readonly step: number | undefined } | undefined;
}

/** A claim that is ready to be sent. */
export interface ReadyClaim {
  readonly index: bigint;
  readonly dataHash: Hex;
  readonly valueWei: bigint;
  readonly balanceWei: bigint;
  readonly proof: readonly Hex[];
}

/** A transaction about a market's result that the backend prepared. */
export interface ReadyMove {
  /** The contract's function. */
  readonly act: string;
  readonly proposalId: Hex | undefined;
  readonly data: Hex;
}

const API = "/api/markets/";
const MOST_PROPOSALS = 200;
const WAIT_MS = 60_000;

/** Recomputing happens on the reader's own machine: by its backend, never by this page. */
export async function recomputeResult(fetcher: typeof fetch, market: Address): Promise<Recomputed> {
  const answer = objectOf(await ask(fetcher, `${market}/result`));
  return {
    errors: listOf(answer["errors"]).map((value) => Number(wholeOf(value))),
    balancesWei: listOf(answer["balancesWei"]).map(wholeOf),
    payoutsRoot: hexOf(answer["payoutsRoot"]),
    weightsHash: hexOf(answer["weightsHash"]),
    paidWei: wholeOf(answer["paidWei"]),
    weights: hexOf(answer["weights"]),
  };
}

export async function compareProposals(
  fetcher: typeof fetch,
  market: Address,
): Promise<readonly ComparedProposal[]> {
  const answer = objectOf(await ask(fetcher, `${market}/proposals?limit=${MOST_PROPOSALS}`));
  return listOf(answer["items"]).map((value) => {
    const { id, isRight, firstWrong } = objectOf(value);
    return {
      id: hexOf(id),
      isRight: typeof isRight === "boolean" ? isRight : undefined,
      firstWrong: firstWrong ? wrongOf(objectOf(firstWrong)) : undefined,
    };
  });
}

/** What an account can claim, with proofs. */
export async function fetchClaims(
  fetcher: typeof fetch,
  market: Address,
  account: Address,
): Promise<readonly ReadyClaim[]> {
  const answer = objectOf(await ask(fetcher, `${market}/proofs/${account}`));
  return listOf(answer["claims"]).map((value) => {
    const claim = objectOf(value);
    return {
      index: wholeOf(claim["index"]),
      dataHash: hexOf(claim["dataHash"]),
      valueWei: wholeOf(claim["valueWei"]),
      balanceWei: wholeOf(claim["balanceWei"]),
      proof: listOf(claim["proof"]).map(hexOf),
    };
  });
}

/** What an account can send now about the result, by the recomputed one. */
export async function fetchMoves(
  fetcher: typeof fetch,
  market: Address,
  account: Address,
  nowS: number,
): Promise<readonly ReadyMove[]> {
  const answer = objectOf(await ask(fetcher, `${market}/moves/${account}?atS=${nowS}`));
  return listOf(answer["moves"]).map((value) => {
    const { function: act, proposal, data } = objectOf(value);
    return {
      act: String(act),
      proposalId: proposal === null ? undefined : hexOf(proposal),
      data: hexOf(data),
    };
  });
}

async function ask(fetcher: typeof fetch, path: string): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetcher(API + path, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(WAIT_MS),
    });
  } catch {
    throw away();
  }
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && body !== undefined) return body;
  // A static server answers unknown addresses too, but not as the backend does.
  const { name, sentence } = (body as { error?: Record<string, unknown> } | undefined)?.error ?? {};
  throw typeof sentence === "string" ? new Problem("backend", sentence, String(name)) : away();
}

/** Whether the backend still computes, so that one may ask again in a moment. */
export function isPending(problem: Problem): boolean {
  return problem.kind === "backend" && (problem.error ?? "").startsWith("ResultPending");
}

function away(): Problem {
  return new Problem(
    "backend",
    "The backend of this machine does not answer, and only it recomputes results; start it with “commonweal serve”.",
  );
}

function strange(): Problem {
  return new Problem(
    "backend",
    "The backend of this machine answered something that this page does not understand; use a page and a backend of the same version.",
  );
}

function wrongOf({ segment, step }: Record<string, unknown>): ComparedProposal["firstWrong"] {
  return {
    segment: Number(wholeOf(segment)),
    step: step === null || step === undefined ? undefined : Number(wholeOf(step)),
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw strange();
  return value as Record<string, unknown>;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw strange();
  return value;
}

function hexOf(value: unknown): Hex {
  if (!isHex(value)) throw strange();
  return value;
}

/** Whole numbers beyond 2^53 are texts. */
function wholeOf(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^-?\d+$/.test(value)) return BigInt(value);
  throw strange();
}
