/* A market on the chain, read and brought on as the page does it. */
import { keccak256, type Abi, type Address, type Hex } from "viem";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { openMarket, segmentOf, STAKE_WEI, type MarketScene } from "../../testing/market";
import { joined, newWorld, sparse, type World } from "../../testing/world";
import { marketAbi, marketTrainerAbi } from "./abi";
import {
  challengeStep,
  isShownWrong,
  marketSteps,
  NO_PROPOSAL,
  proposalStep,
  standsFromS,
} from "./marketDue";
import { readMarketHistory, type MarketRecord } from "./marketHistory";
import { timelineOf } from "./marketTimeline";
import { readMarkets, readMarketState, type MarketState } from "./markets";
import { problemOf } from "./problem";
import { proposalArgument, readProposalStates } from "./proposals";
import { seal } from "./sealed";
import { claimable, claimedWei, claimsWithoutProof, sameResult, standingRows } from "./standings";
import { mostBytes, readStanding, readTrainers, type MarketTrainer } from "./trainers";

// A market's life takes many transactions.
vi.setConfig({ testTimeout: 60_000 });
let world: World;
let trainer: MarketTrainer;
const [SPONSOR, A, B] = [2, 3, 4];
const at = (index: number): Address => world.accounts[index] as Address;
const good = joined(sparse(1, 1), sparse(0, 2));

beforeAll(async () => {
  world = await newWorld();
});

async function open(changes: Parameters<typeof openMarket>[3] = {}): Promise<MarketScene> {
  trainer = await world.deployMarket();
  return openMarket(world, trainer, at(SPONSOR), changes);
}

const stateOf = ({ market }: MarketScene, account?: Address): Promise<MarketState> =>
  readMarketState(world.client, market, account);

const recordOf = async ({ market }: MarketScene): Promise<MarketRecord> =>
  (await readMarketHistory(world.client, market, undefined)).record;

async function stepsOf(scene: MarketScene) {
  const { number, timestamp } = await world.client.getBlock();
  const chain = { nowS: Number(timestamp), nextBlock: number + 1n };
  return marketSteps(scene.market, await stateOf(scene), chain, true);
}

async function stagesOf(scene: MarketScene) {
  return timelineOf(scene.market, await stateOf(scene), await recordOf(scene)).map(
    ({ phase, at: where }) => `${phase} ${where}`,
  );
}

const due = async (scene: MarketScene): Promise<readonly string[]> =>
  (await stepsOf(scene)).flatMap((step) => (step.due ? [step.act] : []));

async function contribute(scene: MarketScene, from: number, samples: Hex = good): Promise<void> {
  const { quoteWei } = await stateOf(scene);
  await scene.call(at(from), "contribute", [samples], quoteWei);
}

async function resolving(scene: MarketScene): Promise<void> {
  await scene.begin();
  await contribute(scene, A);
  await contribute(scene, B, sparse(1, 2));
  await world.moveOn(2_100);
  await scene.call(at(A), "endParticipation");
  await scene.revealTest();
}

describe("a model that learns by markets", () => {
  test("is read with its rules, and its markets in their order", async () => {
    const scene = await open();
    const read = (await readTrainers(world.client, world.registry)).at(-1);
    expect(read).toMatchObject({ incentive: "market", rules: { leastBountyWei: 1n } });
    expect(mostBytes(trainer)).toBe(48_000);
    expect(await readStanding(world.client, trainer, at(A))).toMatchObject({ creditWei: 0n });
    const list = await readMarkets(world.client, trainer, undefined);
    expect(list.markets).toEqual([scene.market]);
    expect(scene.market).toMatchObject({ number: 0, sponsor: at(SPONSOR) });
    expect(await readMarkets(world.client, trainer, list)).toBe(list);
    await world.moveOn(1);
    expect((await readMarkets(world.client, trainer, list)).markets).toEqual(list.markets);
  });

  test("takes no contributions itself, and says where to", async () => {
    const { market } = await open();
    const error = await world.client
      .simulateContract({
        account: at(A),
        address: trainer.address,
        abi: marketTrainerAbi as Abi,
        functionName: "contribute",
        args: [good],
      })
      .then(() => undefined, problemOf);
    expect(error?.error).toBe("MarketTakesContributions");
    expect(error?.sentence).toContain(market.address.slice(0, 6));
  });
});

describe("phases and what is due", () => {
  test("an open market from the draw to the end by a proposal that stood its time", async () => {
    const scene = await open();
    expect(await stagesOf(scene)).toEqual([
      "drawing now",
      "revealingDrawnPart ahead",
      "participating ahead",
      "revealingTest ahead",
      "resolving ahead",
      "resolved ahead",
    ]);
    expect((await stepsOf(scene))[0]).toMatchObject({
      act: "draw",
      fromBlock: scene.market.openedAtBlock + 3n,
    });
    await scene.begin();
    expect((await stagesOf(scene)).slice(0, 4)).toEqual([
      "drawing done",
      "revealingDrawnPart done",
      "participating now",
      "revealingTest ahead",
    ]);
    expect(await stepsOf(scene)).toEqual([
      expect.objectContaining({ act: "endParticipation", fromS: scene.market.terms.latestEndS }),
    ]);
    const { quoteWei } = await stateOf(scene);
    expect(quoteWei).toBe(STAKE_WEI);
    await contribute(scene, A);
    await contribute(scene, B, sparse(1, 2));
    expect((await stepsOf(scene))[0]?.fromS).toBe(scene.market.terms.earliestEndS);
    expect(await due(scene)).toEqual([]);
    await world.moveOn(2_100);
    expect(await due(scene)).toEqual(["endParticipation"]);
    await scene.call(at(A), "endParticipation");
    expect(await due(scene)).toEqual([]);
    await scene.revealTest();

    const record = await recordOf(scene);
    expect(record.parts).toHaveLength(3);
    expect(record.contributions.map(({ contributor }) => contributor)).toEqual([at(A), at(B)]);
    expect(record.contributions[1]?.valueWei).toBeGreaterThan(STAKE_WEI);
    const resolvingState = await stateOf(scene);
    expect(resolvingState.steps?.count).toBeGreaterThan(5);
    expect(record.unitWei).toBe(resolvingState.unitWei);

    const { result, proofs } = await scene.propose(at(B), [STAKE_WEI + 5n, STAKE_WEI - 5n]);
    const [proposal] = (await recordOf(scene)).proposals;
    expect(proposal).toMatchObject({ proposer: at(B), result, challenges: [] });
    const argument = proposalArgument(proposal!, record.firstHash!);
    const [standing] = await readProposalStates(world.client, scene.market, [proposal!.id]);
    const nowS = Number((await world.client.getBlock()).timestamp);
    expect(proposalStep(scene.market, resolvingState, standing!, nowS)).toMatchObject({
      act: "resolve",
      due: false,
    });
    await world.moveOn(standsFromS(scene.market, standing!) - nowS);
    const later = Number((await world.client.getBlock()).timestamp);
    expect(proposalStep(scene.market, resolvingState, standing!, later)?.due).toBe(true);
    await scene.call(at(A), "resolve", [argument]);

    const ended = await stateOf(scene, at(B));
    expect(ended.phase).toBe("resolved");
    expect(ended.creditWei).toBeGreaterThan(0n);
    expect(sameResult(ended.outcome!.result, result)).toBe(true);
    expect(await due(scene)).toEqual([]);
    expect((await stagesOf(scene)).at(-1)).toBe("resolved now");
    // Had it learnt something, its model could adopt it until the next market is open.
    const learnt = { ...scene.market, startWeightsHash: keccak256("0x00") };
    const acts = (isLatest: boolean) =>
      marketSteps(learnt, ended, { nowS, nextBlock: 0n }, isLatest).map(({ act }) => act);
    expect(acts(true)).toEqual(["adopt", "burnUnclaimed"]);
    expect(acts(false)).toEqual(["burnUnclaimed"]);

    // Only a direct run shows that another proposal is wrong.
    const other = { result: { ...result, paidWei: 0n } };
    const direct = { acceptedId: NO_PROPOSAL };
    expect(isShownWrong(other, ended, direct)).toBe(true);
    expect(isShownWrong({ result }, ended, direct)).toBe(false);
    expect(isShownWrong(other, ended, { acceptedId: proposal!.id })).toBe(false);

    const rows = standingRows(record.contributions, scene.market, {
      errors: [3, 2, 2],
      balancesWei: [STAKE_WEI + 5n, STAKE_WEI - 5n],
    });
    const feeWei = record.contributions[1]!.valueWei - STAKE_WEI;
    expect(rows.map(({ gainWei }) => gainWei)).toEqual([5n, -5n - feeWei]);

    const own = claimable(await recordOf(scene), at(B));
    expect(own.map(({ index }) => index)).toEqual([1]);
    const claims = [
      { ...claimsWithoutProof(own)[0]!, balanceWei: STAKE_WEI - 5n, proof: proofs[1]! },
    ];
    expect(claimedWei(claims, ended)).toBe(STAKE_WEI - 5n);
    await scene.call(at(B), "claim", [claims, at(B)]);
    expect((await recordOf(scene)).contributions[1]?.paidWei).toBe(STAKE_WEI - 5n);
    expect(claimable(await recordOf(scene), at(B))).toEqual([]);
    await world.moveOn(90_000);
    expect(await due(scene)).toEqual(["burnUnclaimed"]);
    await scene.call(at(A), "burnUnclaimed");
    expect((await recordOf(scene)).burntWei).toBe(STAKE_WEI + 5n);
  });

  test("a challenge that nobody answers refutes the proposal", async () => {
    const scene = await open();
    await resolving(scene);
    await scene.propose(at(B), [STAKE_WEI, STAKE_WEI]);
    const { proposals, firstHash } = await recordOf(scene);
    const [proposal] = proposals;
    const argument = proposalArgument(proposal!, firstHash!);
    expect(() => proposalArgument(proposal!, keccak256("0x00"))).toThrow(/does not fit its id/);
    const { challengeBondWei } = await stateOf(scene);
    const segment = segmentOf(proposal!, firstHash!, 0);
    await scene.call(at(A), "challenge", [argument, segment], challengeBondWei);
    const [challenge] = (await recordOf(scene)).proposals[0]!.challenges;
    expect(challenge).toMatchObject({ segment: 0, challenger: at(A), end: undefined });
    const nowS = Number((await world.client.getBlock()).timestamp);
    const standing = { proposedS: nowS, challengedS: nowS, shownWrong: false };
    expect(challengeStep(scene.market, proposal!, challenge!, standing, nowS)).toMatchObject({
      act: "closeSilent",
      due: false,
      fromS: nowS + 601,
    });
    // Once a direct run shows the proposal wrong, a challenge that was answered need not wait.
    const answered = { ...challenge!, revealedAtBlock: "0x01" as const };
    for (const shownWrong of [false, true]) {
      expect(
        challengeStep(scene.market, proposal!, answered, { ...standing, shownWrong }, nowS),
      ).toMatchObject({ act: "closeChallenge", due: shownWrong });
    }
    await world.moveOn(601);
    await scene.call(at(A), "closeSilent", [argument, 0n]);
    const refuted = (await recordOf(scene)).proposals[0]!;
    expect(refuted.refuted?.caller).toBe(at(A));
    expect(refuted.challenges[0]?.end).toBe("returned");
    const [after] = await readProposalStates(world.client, scene.market, [proposal!.id]);
    expect(proposalStep(scene.market, await stateOf(scene), after!, nowS)).toBeUndefined();
  });

  test("a draw that nobody makes, and a part that nobody shows, void the market", async () => {
    const scene = await open();
    for (let block = 0; block < 3; block += 1) await world.moveOn(1);
    expect(await due(scene)).toEqual(["draw"]);
    const late = { nowS: 0, nextBlock: scene.market.openedAtBlock + 2n + 3n * 256n + 1n };
    expect(marketSteps(scene.market, await stateOf(scene), late, true)[0]?.act).toBe("voidMarket");
    await scene.call(at(A), "draw");
    expect(await due(scene)).toEqual([]);
    await world.moveOn(601);
    expect(await due(scene)).toEqual(["voidMarket"]);
    await scene.call(at(A), "voidMarket");
    expect(await stagesOf(scene)).toEqual([
      "drawing done",
      "revealingDrawnPart skipped",
      "participating skipped",
      "revealingTest skipped",
      "resolving skipped",
      "voided now",
    ]);
    const tipWei = (await stateOf(scene, at(A))).creditWei;
    expect(tipWei).toBe(200_000n);
  });

  test("a sponsor that keeps the test set back defaults, and stakes return with more", async () => {
    const scene = await open();
    await scene.begin();
    await contribute(scene, A);
    await world.moveOn(2_100);
    await scene.call(at(B), "endParticipation");
    await world.moveOn(601);
    expect(await due(scene)).toEqual(["declareDefault"]);
    await scene.call(at(B), "declareDefault");
    const state = await stateOf(scene);
    const record = await recordOf(scene);
    expect(record.compensationWei).toBeGreaterThan(0n);
    const claims = claimsWithoutProof(claimable(record, at(A)));
    const owed = claimedWei(claims, state);
    expect(owed).toBe(STAKE_WEI + record.compensationWei!);
    await scene.call(at(A), "claim", [claims, at(A)]);
    expect((await recordOf(scene)).contributions[0]?.paidWei).toBe(owed);
  });

  test("without a result in time it expires", async () => {
    const scene = await open();
    await resolving(scene);
    await world.moveOn(6_001);
    expect(await due(scene)).toEqual(["expire"]);
    await scene.call(at(B), "expire");
    expect((await stateOf(scene)).phase).toBe("expired");
    const claims = claimsWithoutProof(claimable(await recordOf(scene), at(A)));
    await scene.call(at(A), "claim", [claims, at(A)]);
  });
});

describe("a sealed market", () => {
  test("takes commitments made here, and their samples later", async () => {
    const scene = await open({ isSealed: true, capacity: 2 });
    await scene.begin();
    const place = { chainId: world.config.chainId, market: scene.market.address };
    const mine = seal({ ...place, contributor: at(A) }, good);
    const others = seal({ ...place, contributor: at(B) }, sparse(1, 2));
    for (const [from, { commitment }] of [
      [A, mine],
      [B, others],
    ] as const) {
      const { quoteWei } = await stateOf(scene);
      await scene.call(at(from), "commit", [commitment], quoteWei);
    }
    expect((await stateOf(scene)).quoteWei).toBeUndefined();
    const hidden = await recordOf(scene);
    expect(hidden.contributions[0]).toMatchObject({
      commitment: mine.commitment,
      samples: undefined,
    });
    expect(await due(scene)).toEqual(["endParticipation"]);
    await scene.call(at(A), "endParticipation");
    expect((await stagesOf(scene))[3]).toBe("revealingContributions now");
    const { valueWei } = hidden.contributions[0]!;
    await scene.call(at(A), "revealContribution", [0n, mine.salt, valueWei, mine.samples]);
    expect(await due(scene)).toEqual([]);
    await world.moveOn(601);
    expect(await due(scene)).toEqual(["endReveal"]);
    await scene.call(at(B), "endReveal");
    const { contributions } = await recordOf(scene);
    expect(contributions.map(({ samples }) => samples)).toEqual([good, undefined]);
    const rows = standingRows(contributions, scene.market, {
      errors: [3, 2, 2],
      balancesWei: [STAKE_WEI + 7n, 0n],
    });
    // The stake that was forfeited is the other's now, and the fee is lost with it.
    const lostWei = contributions[1]!.valueWei;
    expect(lostWei).toBeGreaterThan(STAKE_WEI);
    expect(rows.map(({ errors, amountWei, gainWei }) => [errors, amountWei, gainWei])).toEqual([
      [2, 2n * STAKE_WEI + 7n, STAKE_WEI + 7n],
      [2, 0n, -lostWei],
    ]);
    expect(standingRows(contributions, scene.market, undefined)).toEqual(
      contributions.map((contribution) => ({ contribution })),
    );
    expect(claimable({ contributions }, at(B))).toEqual([]);
  });

  test("refuses what does not open a commitment, in a sentence", async () => {
    const scene = await open({ isSealed: true, capacity: 1 });
    await scene.begin();
    const sealed = seal(
      { chainId: world.config.chainId, market: scene.market.address, contributor: at(A) },
      good,
    );
    await scene.call(at(A), "commit", [sealed.commitment], STAKE_WEI);
    await scene.call(at(A), "endParticipation");
    const error = await world.client
      .simulateContract({
        account: at(A),
        address: scene.market.address,
        abi: marketAbi as Abi,
        functionName: "revealContribution",
        args: [0n, sealed.salt, STAKE_WEI, sparse(1, 3)],
      })
      .then(() => undefined, problemOf);
    expect(error?.error).toBe("MarketRecordMismatch");
    expect(error?.sentence).toContain("contribution 0");
  });
});
