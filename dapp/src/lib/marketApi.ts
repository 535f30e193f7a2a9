import { isHex, type Address, type Hex } from "viem";
import type { MarketResult } from "./markets";
import { Problem } from "./problem";

/** A market's result as the backend of this machine recomputed it. */
export interface Recomputed extends MarketResult {
  /** Errors of the model at the start and after each contribution, on the scored rows. */
  readonly errors: readonly number[];
  /** What the rounds leave each contribution. */
  readonly balancesWei: readonly bigint[];
  /** Packed words of the weights that the model adopts, if they were given. */
  readonly weights: Hex | undefined;
}

/** How a proposal compares with what was recomputed. */
export interface ComparedProposal {
  readonly id: Hex;
  readonly equal: boolean;
}

/** A claim that is ready to be sent. */
export interface ReadyClaim {
  readonly index: bigint;
  readonly dataHash: Hex;
  readonly valueWei: bigint;
  readonly balanceWei: bigint;
  readonly proof: readonly Hex[];
}

const API = "/api/markets/";
const WAIT_MS = 60_000;

/** Recomputing happens on the reader's own machine: by its backend, never by this page. */
export async function recomputeResult(fetcher: typeof fetch, market: Address): Promise<Recomputed> {
  const answer = objectOf(await ask(fetcher, `${market}/result`));
  return {
    errors: listOf(answer["errors"]).map((value) => Number(wholeOf(value))),
    balancesWei: listOf(answer["balances"]).map(wholeOf),
    payoutsRoot: hexOf(answer["payoutsRoot"]),
    weightsHash: hexOf(answer["weightsHash"]),
    paidWei: wholeOf(answer["paidWei"]),
    weights: isHex(answer["weights"]) ? answer["weights"] : undefined,
  };
}

export async function compareProposals(
  fetcher: typeof fetch,
  market: Address,
): Promise<readonly ComparedProposal[]> {
  const answer = objectOf(await ask(fetcher, `${market}/proposals`));
  return listOf(answer["proposals"]).map((value) => {
    const { id, equal } = objectOf(value);
    return { id: hexOf(id), equal: equal === true };
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
  const told = (body as { error?: { sentence?: unknown } } | undefined)?.error?.sentence;
  throw typeof told === "string" ? new Problem("backend", told) : away();
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
