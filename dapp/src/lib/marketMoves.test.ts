import { encodeFunctionData, getAddress, type Hex } from "viem";
import { expect, test } from "vitest";
import { marketAbi } from "./abi";
import { resultMoves } from "./marketMoves";
import { problemOf } from "./problem";

const hash = (byte: string): Hex => `0x${byte.repeat(32)}`;
const result = { payoutsRoot: hash("01"), weightsHash: hash("02"), paidWei: 3n };
const proposal = { proposer: getAddress(`0x${"ab".repeat(20)}`), cutsRoot: hash("03"), result };
const segment = { index: 4n, first: hash("04"), last: hash("05"), proof: [hash("06")] };
const input = {
  state: {
    weightsHash: hash("07"),
    weightsChain: hash("00"),
    errorsChain: hash("00"),
    balancesHash: hash("00"),
    errors: 0n,
    roundsLeft: 10n,
  },
  weights: "0x01",
  data: "0x02",
  contributor: proposal.proposer,
  valueWei: 5n,
  balances: "0x",
  errors: "0x",
  weightsHashes: "0x",
} as const;
const state = {
  steps: { next: 0, count: 100, perSegment: 10 },
  proposalBondWei: 1_000n,
  challengeBondWei: 20n,
};
const proposalId = hash("0a");

const propose = encodeFunctionData({
  abi: marketAbi,
  functionName: "propose",
  args: [result, [hash("08")]],
});
const challenge = encodeFunctionData({
  abi: marketAbi,
  functionName: "challenge",
  args: [proposal, segment],
});
const reveal = encodeFunctionData({
  abi: marketAbi,
  functionName: "revealSegment",
  args: [proposal, segment, [hash("09")]],
});
const refute = encodeFunctionData({
  abi: marketAbi,
  functionName: "refute",
  args: [proposal, 4n, [hash("04"), hash("05")], 1n, input],
});

test("moves are read again, with the bonds that the market itself asks for", () => {
  const found = resultMoves(
    [
      { act: "withdraw", proposalId: undefined, data: "0x1234" },
      { act: "propose", proposalId: undefined, data: propose },
      { act: "challenge", proposalId, data: challenge },
      { act: "revealSegment", proposalId, data: reveal },
      { act: "refute", proposalId, data: refute },
    ],
    state,
  );
  expect(found).toMatchObject([
    { act: "propose", proposalId: undefined, valueWei: 1_000n, args: [result, [hash("08")]] },
    { act: "challenge", proposalId, segment: 4, valueWei: 20n, args: [proposal, segment] },
    { act: "revealSegment", proposalId, segment: 4, valueWei: 0n },
    { act: "refute", proposalId, segment: 4, step: 41, valueWei: 0n },
  ]);
});

test.each([
  ["another function's", challenge],
  ["no function's", "0x12345678" as const],
  ["cut short", challenge.slice(0, -64) as Hex],
])("calldata that is %s is not offered", (_, data) => {
  try {
    resultMoves([{ act: "propose", proposalId: undefined, data }], state);
  } catch (error) {
    expect(problemOf(error)).toMatchObject({ kind: "backend" });
    return;
  }
  throw new Error("It was expected to be refused.");
});
