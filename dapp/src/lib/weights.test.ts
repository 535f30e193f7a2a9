import { stringToBytes, type Address } from "viem";
import { beforeAll, expect, test } from "vitest";
import { newWorld, TABLE_MANIFEST, TEXT_MANIFEST, type World } from "../../testing/world";
import { stakeAbi } from "./abi";
import { withLabel } from "./draft";
import { encodeOne, loadEncoder, type Raw } from "./encoding";
import type { Trainer } from "./trainers";
import { evidenceOf, leaning, readPreview, readWeights, scoreAfter, scoreUnit } from "./weights";

let world: World;
const account = (): Address => world.accounts[6] as Address;

beforeAll(async () => {
  world = await newWorld();
});

const predict = async (trainer: Trainer, sample: `0x${string}`): Promise<bigint> => {
  const call = { address: trainer.address, abi: stakeAbi, functionName: "predict" } as const;
  const [, score] = await world.client.readContract({ ...call, args: [sample] });
  return score;
};

const cases: [kind: "text" | "table", manifest: string, teach: Raw, ask: Raw][] = [
  ["text", TEXT_MANIFEST, "good film and good food", "not a good day, a bad film"],
  ["table", TABLE_MANIFEST, { size: "13.7", weight: "-2.25" }, { size: "9.1", weight: "0.6" }],
];

test.each(cases)(
  "%s: the evidence adds up to the contract's score",
  async (kind, manifest, teach, ask) => {
    const trainer = await world.deployStake(kind);
    const encoder = loadEncoder(stringToBytes(manifest), trainer);
    await world.contribute(trainer, account(), encodeOne(encoder, teach, 1).sample);
    const { sample, explained } = encodeOne(encoder, ask, 0);
    const evidence = evidenceOf(trainer, await readWeights(world.client, trainer), explained.used);
    const sum = evidence.reduce((total, { effect }) => total + effect, 0) * scoreUnit(trainer);
    const score = await predict(trainer, sample);
    expect(score).not.toBe(0n);
    expect(sum).toBeCloseTo(Number(score), 6);
    expect(Math.sign(leaning(evidence))).toBe(Math.sign(Number(score)));
  },
);

test.each(cases)(
  "%s: the score after learning is the one foretold",
  async (kind, manifest, teach, ask) => {
    const trainer = await world.deployStake(kind);
    const encoder = loadEncoder(stringToBytes(manifest), trainer);
    await world.contribute(trainer, account(), encodeOne(encoder, teach, 1).sample);
    const { sample, explained } = encodeOne(encoder, ask, 0);
    const before = await predict(trainer, sample);
    const labelled = withLabel(sample, before > 0n ? 0 : 1);
    const changes = await readPreview(world.client, trainer, labelled);
    expect(changes.length).toBeGreaterThan(0);
    await world.contribute(trainer, account(), labelled);
    expect(await predict(trainer, sample)).toBe(
      scoreAfter(trainer, before, explained.used, changes),
    );
  },
);

test("nothing learned: no evidence leans anywhere, and an encoder of another model is refused", async () => {
  const trainer = await world.deployStake("text");
  const weights = await readWeights(world.client, trainer);
  expect(weights.byFeature).toEqual(Array(trainer.shape.featureCount + 1).fill(0));
  expect(leaning(evidenceOf(trainer, weights, []))).toBe(0);
  expect(() => loadEncoder(stringToBytes(TABLE_MANIFEST), trainer)).toThrow("keccak256");
});
