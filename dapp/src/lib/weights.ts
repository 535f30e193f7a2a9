import { hexToBytes, type Hex, type PublicClient } from "viem";
import { stakeAbi } from "./abi";
import type { Used } from "./encoding";
import type { Trainer } from "./trainers";

/** A model's weights at one block, in units of one learning step (sparse) or 2**-fractionBits. */
export interface Weights {
  /** Lane `featureCount` is the bias, as in `preview`. */
  readonly byFeature: readonly number[];
}

/** What one word or column adds to the score. */
export interface Evidence {
  readonly name: string;
  readonly feature: number;
  readonly weight: number;
  /** In units of `scoreUnit`. */
  readonly effect: number;
}

export async function readWeights(client: PublicClient, trainer: Trainer): Promise<Weights> {
  const contract = { address: trainer.address, abi: stakeAbi } as const;
  const lanesPerWord = 256 / trainer.shape.laneBits;
  const words = Math.ceil((trainer.shape.featureCount + 1) / lanesPerWord);
  const packed = await client.readContract({
    ...contract,
    functionName: "weightWords",
    args: [0n, BigInt(words)],
  });
  return unpackWeights(trainer, packed);
}

/** Sparse: lane 0 is the bias and lane i + 1 feature i. Dense: lane i is feature i, the bias last. */
export function unpackWeights(
  { model, shape }: Pick<Trainer, "model" | "shape">,
  words: readonly Hex[],
): Weights {
  const lanes = words.flatMap((word) => unpackLanes(word, shape.laneBits));
  const used = lanes.slice(0, shape.featureCount + 1);
  const byFeature = model === "sparse" ? [...used.slice(1), ...used.slice(0, 1)] : used;
  return { byFeature };
}

function unpackLanes(word: Hex, laneBits: number): number[] {
  const view = new DataView(hexToBytes(word, { size: 32 }).buffer);
  const size = laneBits / 8;
  return Array.from({ length: 32 / size }, (_, lane) =>
    size === 2 ? view.getInt16(lane * size) : view.getInt32(lane * size),
  );
}

/** A score divided by this is in the model's natural unit. */
export function scoreUnit({ model, shape }: Pick<Trainer, "model" | "shape">): number {
  return model === "sparse" ? 1 : 2 ** (2 * shape.fractionBits);
}

/** What each used word or column adds to the score, the strongest first; the bias is among them. */
export function evidenceOf(
  trainer: Pick<Trainer, "model" | "shape">,
  weights: Weights,
  used: readonly Used[],
): readonly Evidence[] {
  const { featureCount, fractionBits } = trainer.shape;
  const bias: Used = {
    feature: featureCount,
    name: "bias",
    lane: trainer.model === "sparse" ? 1 : 2 ** fractionBits,
    limited: false,
  };
  const unit = scoreUnit(trainer);
  return [...used, bias]
    .map(({ feature, name, lane }) => {
      const weight = weights.byFeature[feature] ?? 0;
      return { name, feature, weight, effect: (weight * lane) / unit };
    })
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

/**
 * How one-sided the evidence is, from -1 (all for label 0) over 0 (undecided) to 1 (all for label
 * 1): the score over the sum of all effects without their signs.
 */
export function leaning(evidence: readonly Evidence[]): number {
  const total = evidence.reduce((sum, { effect }) => sum + Math.abs(effect), 0);
  return total === 0 ? 0 : evidence.reduce((sum, { effect }) => sum + effect, 0) / total;
}

/** A weight that a contribution would change, as `preview` tells it. */
export interface Change {
  readonly feature: number;
  readonly before: bigint;
  readonly afterwards: bigint;
}

export async function readPreview(
  client: PublicClient,
  trainer: Trainer,
  samples: Hex,
): Promise<readonly Change[]> {
  const changes = await client.readContract({
    address: trainer.address,
    abi: stakeAbi,
    functionName: "preview",
    args: [samples],
  });
  return changes.map(({ feature, before, afterwards }) => ({
    feature: Number(feature),
    before,
    afterwards,
  }));
}

/** Score of a sample once the previewed changes are made. */
export function scoreAfter(
  trainer: Pick<Trainer, "model" | "shape">,
  score: bigint,
  used: readonly Used[],
  changes: readonly Change[],
): bigint {
  const { featureCount, fractionBits } = trainer.shape;
  const lanes = new Map(used.map(({ feature, lane }) => [feature, BigInt(lane)]));
  lanes.set(featureCount, trainer.model === "sparse" ? 1n : 1n << BigInt(fractionBits));
  return changes.reduce(
    (sum, { feature, before, afterwards }) =>
      sum + (afterwards - before) * (lanes.get(feature) ?? 0n),
    score,
  );
}
