import { expect, test } from "vitest";
import type { Address } from "viem";
import { compareProposals, fetchClaims, fetchMoves, isPending, recomputeResult } from "./marketApi";
import { Problem, problemOf } from "./problem";

const market: Address = "0x1234567890123456789012345678901234567890";
const account: Address = "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
const hash = (byte: string) => `0x${byte.repeat(32)}`;

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

function server({ status = 200, body }: Answer): { fetcher: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  const fetcher = (async (address: string) => {
    asked.push(address);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response(text, { status });
  }) as unknown as typeof fetch;
  return { fetcher, asked };
}

const refused = async (action: Promise<unknown>): Promise<Problem> => {
  try {
    await action;
  } catch (error) {
    return problemOf(error);
  }
  throw new Error("It was expected to be refused.");
};

const RESULT = {
  market,
  payoutsRoot: hash("11"),
  weightsHash: hash("22"),
  paidWei: "36893488147419103232",
  weights: "0x0001",
  errors: [5, 4, 4],
  balancesWei: ["9007199254740993", "0"],
};

test("a recomputed result is read whole, beyond 2^53 too", async () => {
  const { fetcher, asked } = server({ body: RESULT });
  expect(await recomputeResult(fetcher, market)).toEqual({
    payoutsRoot: hash("11"),
    weightsHash: hash("22"),
    paidWei: 2n ** 65n,
    weights: "0x0001",
    errors: [5, 4, 4],
    balancesWei: [9007199254740993n, 0n],
  });
  expect(asked).toEqual([`/api/markets/${market}/result`]);
});

test("proposals are compared hash by hash, with where they are wrong", async () => {
  const items = [
    { id: hash("01"), isRight: true, firstWrong: null },
    { id: hash("02"), isRight: false, firstWrong: { segment: 3, step: null } },
    { id: hash("03"), isRight: null, firstWrong: null },
  ];
  const { fetcher } = server({ body: { items, total: 3, next: null } });
  expect(await compareProposals(fetcher, market)).toEqual([
    { id: hash("01"), isRight: true, firstWrong: undefined },
    { id: hash("02"), isRight: false, firstWrong: { segment: 3, step: undefined } },
    { id: hash("03"), isRight: undefined, firstWrong: undefined },
  ]);
});

test("claims come ready to be sent", async () => {
  const claim = {
    index: 2,
    dataHash: hash("0a"),
    valueWei: "7",
    balanceWei: "9",
    proof: [hash("0b")],
  };
  const { fetcher, asked } = server({ body: { claims: [{ ...claim, amountWei: "9" }] } });
  expect(await fetchClaims(fetcher, market, account)).toEqual([
    { ...claim, index: 2n, valueWei: 7n, balanceWei: 9n },
  ]);
  expect(asked).toEqual([`/api/markets/${market}/proofs/${account}`]);
});

test("moves come with their calldata, judged by the page's own time", async () => {
  const moves = [
    {
      function: "refute",
      why: "It is wrong.",
      valueWei: "0",
      data: "0x0102",
      proposal: hash("0c"),
    },
    { function: "propose", why: "Nobody did.", valueWei: "5", data: "0x03", proposal: null },
  ];
  const { fetcher, asked } = server({ body: { moves, waits: [] } });
  expect(await fetchMoves(fetcher, market, account, 1_800_000_000)).toEqual([
    { act: "refute", proposalId: hash("0c"), data: "0x0102" },
    { act: "propose", proposalId: undefined, data: "0x03" },
  ]);
  expect(asked).toEqual([`/api/markets/${market}/moves/${account}?atS=1800000000`]);
});

test("a backend that is away is told apart from one that says no, and from one that still computes", async () => {
  const lost = (async () => {
    throw new TypeError("Failed to fetch");
  }) as unknown as typeof fetch;
  const away = /does not answer, and only it recomputes/;
  expect((await refused(recomputeResult(lost, market))).sentence).toMatch(away);
  const page = server({ status: 404, body: "<!doctype html>" });
  expect((await refused(recomputeResult(page.fetcher, market))).sentence).toMatch(away);
  const error = { name: "ResultPendingFault", sentence: "The result is being computed." };
  const pending = await refused(
    recomputeResult(server({ status: 503, body: { error } }).fetcher, market),
  );
  expect(pending.sentence).toBe("The result is being computed.");
  expect(isPending(pending)).toBe(true);
  const conflict = server({
    status: 409,
    body: { error: { name: "MarketConflictFault", sentence: "Not yet." } },
  });
  expect(isPending(await refused(recomputeResult(conflict.fetcher, market)))).toBe(false);
});

test.each([
  ["a list", []],
  ["no errors", { ...RESULT, errors: undefined }],
  ["a fraction", { ...RESULT, paidWei: "1.5" }],
  ["a number that lost digits", { ...RESULT, paidWei: 2 ** 60 }],
  ["no hash", { ...RESULT, payoutsRoot: "yes" }],
])("an answer with %s is refused in a sentence", async (_, body) => {
  const problem = await refused(recomputeResult(server({ body }).fetcher, market));
  expect(problem.kind).toBe("backend");
  expect(problem.sentence).toMatch(/does not understand/);
});
