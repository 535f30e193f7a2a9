import { createPublicClient, http, UserRejectedRequestError, type Address } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { newWorld, sparse, type World } from "../../testing/world";
import { stakeAbi } from "./abi";
import { chainOf } from "./chain";
import { Problem, problemOf } from "./problem";
import type { StakeTrainer } from "./trainers";

let world: World;
let trainer: StakeTrainer;
let account: Address;

beforeAll(async () => {
  world = await newWorld();
  trainer = await world.deployStake();
  account = world.accounts[1] as Address;
});

async function failure(action: Promise<unknown>): Promise<Problem> {
  try {
    await action;
  } catch (error) {
    return problemOf(error);
  }
  throw new Error("It was expected to fail.");
}

const simulated = (
  functionName: "contribute" | "settle" | "withdraw" | "fund",
  args: unknown[],
  value = 0n,
) =>
  failure(
    world.client.simulateContract({
      address: trainer.address,
      abi: stakeAbi,
      functionName,
      args,
      value,
      account,
    } as never),
  );

describe("what a real node says", () => {
  test.each([
    ["SampleFeaturesNotIncreasing", "contribute", [sparse(1, 4, 4)], 10n ** 15n],
    ["SampleFeatureOutOfRange", "contribute", [sparse(1, 9, 10)], 10n ** 15n],
    ["SampleLabelOutOfRange", "contribute", [sparse(2, 1)], 10n ** 15n],
    ["SamplesEmpty", "contribute", ["0x"], 10n ** 15n],
    ["DepositTooSmall", "contribute", [sparse(1, 1)], 1n],
    ["DepositCapExceeded", "contribute", [sparse(1, 1)], 2n * 10n ** 18n],
    ["FundingEmpty", "fund", [], 0n],
  ] as const)("%s", async (name, functionName, args, value) => {
    const problem = await simulated(functionName, [...args], value);
    expect(problem).toMatchObject({ kind: "rejection", error: name });
    expect(problem.sentence).toMatch(/\.$/);
  });

  test("errors with the account as argument", async () => {
    expect(await simulated("withdraw", [account])).toMatchObject({ error: "CreditEmpty" });
    expect(await simulated("settle", [account, sparse(1, 1)])).toMatchObject({
      error: "ContributionUnknown",
    });
  });

  test("an account without enough ETH", async () => {
    const problem = await simulated("contribute", [sparse(1, 1)], 10n ** 30n);
    expect(problem.kind).toBe("funds");
  });

  test("a chain that does not answer", async () => {
    const chain = chainOf({ chainId: 1337, rpcUrl: "http://127.0.0.1:9" });
    const lost = createPublicClient({ chain, transport: http(undefined, { retryCount: 0 }) });
    const problem = await failure(lost.getBlockNumber());
    expect(problem.kind).toBe("rpc");
    expect(problem.sentence).toContain("does not answer");
  });
});

describe("what wallets say", () => {
  test("the person declined", () => {
    expect(problemOf(new UserRejectedRequestError(new Error("no"))).kind).toBe("signature");
    expect(problemOf({ code: 4001, message: "User denied" }).kind).toBe("signature");
  });

  test("a request is open already", () => {
    expect(problemOf({ code: -32002, message: "pending" }).kind).toBe("wallet");
  });

  test("a revert inside a wallet's own wrapping", () => {
    const wrapped = {
      code: -32603,
      message: "Internal JSON-RPC error.",
      data: { originalError: { code: 3, data: "0x420264fa", message: "execution reverted" } },
    };
    expect(problemOf(wrapped)).toMatchObject({ kind: "rejection", error: "UploadStillOpen" });
  });
});

test("anything else becomes one sentence without a stack trace", () => {
  const problem = problemOf(new Error("odd thing\n    at file.js:1:2"));
  expect(problem.kind).toBe("other");
  expect(problem.sentence).toBe("Something unexpected happened: odd thing.");
  expect(problemOf(undefined).sentence).toMatch(/\.$/);
});

test("a problem stays itself, also as a cause", () => {
  const problem = new Problem("input", "Write a number.");
  expect(problemOf(problem)).toBe(problem);
  expect(problemOf(new Error("outer", { cause: problem }))).toBe(problem);
});
