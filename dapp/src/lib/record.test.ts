/* Reading the chain's record: trainers, contributions, what is due, what settling would do. */
import type { Abi, Address, Hex } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { joined, LABELS, newWorld, sparse, STAKE_RULES, type World } from "../../testing/world";
import { pointsAbi, stakeAbi } from "./abi";
import { badgeId, readBadges } from "./badges";
import { readBlockTimes } from "./blockTimes";
import { blocksOf, dueForOthers, entriesOf, type Entry } from "./contributions";
import { isDue } from "./due";
import { forecastSettle, judge, ones } from "./forecast";
import { contributionKey, readHistory, type Contribution, type History } from "./history";
import { problemOf } from "./problem";
import { stakeFor } from "./stake";
import { identifyChain, readStanding, readStatus, readTrainers, type Trainer } from "./trainers";

let world: World;
let accounts: readonly Address[];
const [A, B, C] = [3, 4, 5];
const at = (index: number): Address => accounts[index] as Address;

beforeAll(async () => {
  world = await newWorld();
  accounts = world.accounts;
});

const settle = (trainer: Trainer, from: Address, contributor: Address, samples: Hex) =>
  world.send(from, trainer.address, stakeAbi as Abi, "settle", [contributor, samples]);

async function entries(trainer: Trainer): Promise<readonly Entry[]> {
  const { contributions } = await readHistory(world.client, trainer, undefined);
  const times = await readBlockTimes(world.client, blocksOf(contributions), new Map());
  const trainers = await readTrainers(world.client, world.registry);
  return entriesOf(contributions, trainers, times);
}

const nowS = async (): Promise<number> => Number((await world.client.getBlock()).timestamp);

const only = (contributions: readonly Contribution[]): Contribution => {
  expect(contributions).toHaveLength(1);
  return contributions[0] as Contribution;
};

describe("trainers", () => {
  test("are read with their kind, rules and metadata; known ones are kept", async () => {
    const stake = await world.deployStake("text");
    const points = await world.deployPoints("table");
    const trainers = await readTrainers(world.client, world.registry);
    expect(trainers).toHaveLength(2);
    expect(trainers[0]).toMatchObject({
      index: 0,
      address: stake.address,
      model: "sparse",
      incentive: "stake",
      rules: STAKE_RULES,
      metadata: { name: "Reviews", labelNames: LABELS, dataLicence: "CC-BY-4.0" },
    });
    expect(trainers[1]).toMatchObject({ model: "dense", incentive: "points", rules: points.rules });
    const third = await world.deployStake("table");
    const more = await readTrainers(world.client, world.registry, trainers);
    expect(more[0]).toBe(trainers[0]);
    expect(more[2]).toEqual(third);
  });

  test("status and standing follow contributions", async () => {
    const trainer = await world.deployStake();
    await world.contribute(trainer, at(A), joined(sparse(1, 1), sparse(0, 2)), 5n * 10n ** 12n);
    expect(await readStatus(world.client, trainer)).toMatchObject({
      contributionCount: 1n,
      sampleCount: 2n,
      uploadOpen: false,
      stake: { depositsWei: 5n * 10n ** 12n, totalShares: 0n },
    });
    await world.moveOn(601);
    await settle(trainer, at(A), at(A), joined(sparse(1, 1), sparse(0, 2)));
    expect(await readStanding(world.client, trainer, at(A))).toMatchObject({
      creditWei: 5n * 10n ** 12n,
      shares: 2n,
    });
  });

  test("another chain or a chain without the registry is named", async () => {
    const { client, registry } = world;
    await expect(identifyChain(client, 5, registry)).rejects.toThrow(
      "chain 5 but the node is chain",
    );
    await expect(identifyChain(client, 1337, at(A))).rejects.toThrow("no registry at");
    const [otherContract] = inject("chain").implementations;
    await expect(identifyChain(client, 1337, otherContract!)).rejects.toThrow("no registry at");
    await expect(identifyChain(client, 1337, registry)).resolves.toMatchObject({
      genesisHash: expect.stringMatching(/^0x/),
    });
  });
});

describe("contributions under stake", () => {
  test("keys are the contract's", async () => {
    const trainer = await world.deployStake();
    const key = await world.client.readContract({
      address: trainer.address,
      abi: stakeAbi,
      functionName: "contributionKey",
      args: [at(A), sparse(1, 1)],
    });
    expect(contributionKey(at(A), sparse(1, 1))).toBe(key);
  });

  test("their contributor may settle from exactly the time that is shown", async () => {
    const trainer = await world.deployStake();
    await world.contribute(trainer, at(A), sparse(1, 1));
    const [entry] = await entries(trainer);
    const call = { address: trainer.address, abi: stakeAbi, functionName: "settle" } as const;
    const error = await world.client
      .simulateContract({ ...call, args: [at(A), sparse(1, 1)], account: at(A) })
      .catch(problemOf);
    expect(error).toMatchObject({ error: "SettleTooEarly" });
    expect(isDue(entry!.own!, await nowS())).toBe(false);
    await world.moveOn(entry!.own!.fromS - (await nowS()));
    expect(isDue(entry!.own!, await nowS())).toBe(true);
    await settle(trainer, at(A), at(A), sparse(1, 1));
  });

  test("a forecast is what settling then does: own settlement with a part forfeited", async () => {
    const trainer = await world.deployStake();
    const samples = joined(sparse(1, 1), sparse(0, 1), sparse(1, 3));
    await world.contribute(trainer, at(A), samples, 10n ** 13n + 1n);
    await world.moveOn(601);
    const before = only((await readHistory(world.client, trainer, undefined)).contributions);
    const forecast = forecastSettle(before, await judge(world.client, trainer, before), true);
    expect(forecast.forfeitedWei).toBeGreaterThan(0n);
    await settle(trainer, at(A), at(A), samples);
    const after = only((await readHistory(world.client, trainer, undefined)).contributions);
    expect(after.outcome).toMatchObject({
      kind: "settled",
      returnedWei: forecast.returnedWei,
      forfeitedWei: forecast.forfeitedWei,
      callerWei: forecast.callerWei,
      sharesEarned: BigInt(forecast.agreeing),
    });
  });

  test("a stranger's first verdict moves nothing, the second forfeits what both found", async () => {
    const trainer = await world.deployStake();
    // The model first learns that word 2 is bad, then A says the opposite of words 1 and 2.
    await world.contribute(trainer, at(B), joined(sparse(0, 2), sparse(0, 2), sparse(0, 2, 5)));
    const samples = joined(sparse(1, 2), sparse(1, 1));
    await world.contribute(trainer, at(A), samples, 3n * 10n ** 12n + 1n);
    await world.contribute(trainer, at(B), joined(sparse(0, 2, 4), sparse(0, 2, 6)));
    await world.moveOn(1_201);

    const mine = async () =>
      (await entries(trainer)).find((e) => e.contribution.contributor === at(A)) as Entry;
    let entry = await mine();
    expect(entry.others).toMatchObject({ act: "take" });
    let judgement = await judge(world.client, trainer, entry.contribution);
    expect(ones(judgement.disagreeing)).toBeGreaterThan(0);
    expect(forecastSettle(entry.contribution, judgement, false)).toMatchObject({
      firstVerdict: true,
      returnedWei: 0n,
    });
    await settle(trainer, at(C), at(A), samples);

    entry = await mine();
    expect(entry.contribution.outcome).toBeUndefined();
    expect(entry.contribution.firstVerdict).toMatchObject({
      caller: at(C),
      disagreeing: judgement.disagreeing,
    });
    expect(entry.others).toMatchObject({ act: "secondVerdict" });
    expect(isDue(entry.own!, await nowS())).toBe(true);
    expect(isDue(entry.others!, await nowS())).toBe(false);
    await world.moveOn(entry.others!.fromS - (await nowS()));

    judgement = await judge(world.client, trainer, entry.contribution);
    const forecast = forecastSettle(entry.contribution, judgement, false);
    expect(forecast.callerWei).toBeGreaterThan(0n);
    await settle(trainer, at(C), at(A), samples);
    entry = await mine();
    expect(entry.contribution.outcome).toMatchObject({
      caller: at(C),
      returnedWei: forecast.returnedWei,
      forfeitedWei: forecast.forfeitedWei,
      callerWei: forecast.callerWei,
    });
  });

  test("what is due for others leaves out one's own and what is closed", async () => {
    const trainer = await world.deployStake();
    await world.contribute(trainer, at(A), sparse(1, 1));
    await world.contribute(trainer, at(B), sparse(1, 2));
    await world.moveOn(1_201);
    await world.contribute(trainer, at(C), sparse(1, 3));
    const list = await entries(trainer);
    const due = dueForOthers(list, at(A), await nowS());
    expect(due.now.map(({ contribution }) => contribution.contributor)).toEqual([at(B)]);
    expect(due.later.map(({ contribution }) => contribution.contributor)).toEqual([at(C)]);
    await settle(trainer, at(A), at(B), sparse(1, 2));
    const after = dueForOthers(await entries(trainer), at(A), await nowS());
    expect(after.now).toEqual([]);
  });

  test("the headroom outlasts two blocks full of others' samples", async () => {
    const trainer = await world.deployStake();
    const quotedWei = await world.client.readContract({
      address: trainer.address,
      abi: stakeAbi,
      functionName: "quoteWei",
      args: [3n],
    });
    const { valueWei, headroomWei } = stakeFor(quotedWei, 3, trainer.rules);
    expect(headroomWei).toBe((3n * STAKE_RULES.floorPriceWei) / 4n);
    for (const word of [4, 5]) {
      const full = joined(...Array.from({ length: 128 }, () => sparse(1, word)));
      await world.contribute(trainer, at(B), full, 10n ** 16n);
      await world.moveOn(1);
    }
    await world.contribute(
      trainer,
      at(A),
      joined(sparse(1, 1), sparse(1, 2), sparse(1, 3)),
      valueWei,
    );
  });
});

describe("the history", () => {
  test("is read on, and the same samples may come again once they are settled", async () => {
    const trainer = await world.deployStake();
    await world.contribute(trainer, at(A), sparse(1, 1));
    const first = await readHistory(world.client, trainer, undefined);
    expect(await readHistory(world.client, trainer, first)).toBe(first);
    await world.moveOn(601);
    await settle(trainer, at(A), at(A), sparse(1, 1));
    await world.contribute(trainer, at(A), sparse(1, 1));
    const second = await readHistory(world.client, trainer, first);
    expect(second.contributions.map(({ outcome }) => outcome?.kind)).toEqual([
      "settled",
      undefined,
    ]);
    expect(first.contributions[0]?.outcome).toBeUndefined();
    const anew = await readHistory(world.client, trainer, undefined);
    expect(second).toEqual(anew);
  });

  test("is read anew when the chain has taken back blocks", async () => {
    const trainer = await world.deployStake();
    const request = world.client.request as unknown as (r: object) => Promise<unknown>;
    const snapshot = await request({ method: "evm_snapshot" });
    await world.contribute(trainer, at(A), sparse(1, 1));
    const gone: History = await readHistory(world.client, trainer, undefined);
    await request({ method: "evm_revert", params: [snapshot] });
    await world.contribute(trainer, at(B), sparse(0, 2));
    await world.contribute(trainer, at(B), sparse(0, 3));
    const { contributions } = await readHistory(world.client, trainer, gone);
    expect(contributions.map(({ contributor }) => contributor)).toEqual([at(B), at(B)]);
  });
});

test("points: validation is due in time, earns points and a badge with a picture", async () => {
  const trainer = await world.deployPoints();
  const samples = joined(...Array.from({ length: 10 }, () => sparse(1, 1)));
  await world.contribute(trainer, at(A), samples);
  const [entry] = await entries(trainer);
  expect(entry?.own).toBeUndefined();
  expect(entry?.others?.act).toBe("validate");
  expect(isDue(entry!.others!, await nowS())).toBe(false);
  await world.moveOn(entry!.others!.fromS - (await nowS()));
  const validate = [at(A), samples];
  await world.send(at(B), trainer.address, pointsAbi as Abi, "validate", validate);

  const [after] = await entries(trainer);
  expect(after?.contribution.outcome).toMatchObject({
    kind: "validated",
    caller: at(B),
    contributorPoints: 10n,
  });
  expect(await readStanding(world.client, trainer, at(A))).toMatchObject({ asContributor: 10n });
  expect(await readStanding(world.client, trainer, at(B))).toMatchObject({ asValidator: 1n });
  const badges = await readBadges(world.client, world.registry, trainer.index, at(A), 10n);
  expect(badges).toMatchObject([
    { tokenId: badgeId(trainer.index, 0, at(A)), points: 10n, name: expect.stringContaining("10") },
  ]);
  expect(badges[0]?.image).toMatch(/^data:image\/svg\+xml;base64,/);
  expect(await readBadges(world.client, world.registry, trainer.index, at(B), 1n)).toEqual([]);
});
