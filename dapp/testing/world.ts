import { inject } from "vitest";
import {
  createWalletClient,
  http,
  keccak256,
  stringToBytes,
  type Abi,
  type Address,
  type Hex,
  type PublicClient,
} from "viem";
import { pointsAbi, registryAbi, stakeAbi } from "../src/lib/abi";
import { chainOf, clientOf } from "../src/lib/chain";
import type { PageConfig } from "../src/lib/config";
import { moveTimeOn } from "../src/lib/devChain";
import { canonicalJson } from "../src/lib/encoders/manifest";
import {
  readTrainers,
  type MarketTrainer,
  type PointsTrainer,
  type StakeTrainer,
  type Trainer,
} from "../src/lib/trainers";
import { readArtifacts } from "./artifacts";

export const STAKE_RULES = {
  floorPriceWei: 10n ** 12n,
  secondsPerSample: 60,
  refundWaitS: 600,
  takeWaitS: 1_200,
  verdictGapS: 600,
  depositCapWei: 10n ** 18n,
};
export const POINTS_RULES = { validateWaitS: 600 };
export const MARKET_RULES = { leastBountyWei: 1n };
export const LABELS: [string, string] = ["negative", "positive"];
export const WORDS = ["the", "good", "bad", "fine", "awful", "not", "very", "film", "food", "day"];

const format = "commonweal-encoder-1";

/** Manifest of a small text encoder. */
export const TEXT_MANIFEST = canonicalJson({
  format,
  kind: "text",
  labels: LABELS,
  negation: null,
  tokeniser: "words-1",
  vocabulary: WORDS,
});

/** Manifest of a table of two columns. */
export const TABLE_MANIFEST = canonicalJson({
  columns: [
    { clip: 8, mean: 10, name: "size", scale: 2 },
    { clip: 8, mean: 0, name: "weight", scale: 1 },
  ],
  format,
  fraction_bits: 8,
  kind: "table",
  labels: LABELS,
  lane_bits: 16,
});

export const hashOf = (manifest: string): Hex => keccak256(stringToBytes(manifest));

/** A registry of its own on the tests' Ganache. */
export interface World {
  readonly client: PublicClient;
  readonly config: PageConfig;
  readonly registry: Address;
  readonly accounts: readonly Address[];
  readonly send: (
    from: Address,
    to: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
    value?: bigint,
  ) => Promise<Hex>;
  readonly deployStake: (kind?: "text" | "table", rules?: object) => Promise<StakeTrainer>;
  readonly deployPoints: (kind?: "text" | "table") => Promise<PointsTrainer>;
  readonly deployMarket: (kind?: "text" | "table") => Promise<MarketTrainer>;
  readonly contribute: (
    trainer: Trainer,
    from: Address,
    samples: Hex,
    value?: bigint,
  ) => Promise<Hex>;
  readonly moveOn: (seconds: number) => Promise<void>;
}

export async function newWorld(): Promise<World> {
  const { rpcUrl, chainId, implementations, market } = inject("chain");
  const client = clientOf({ chainId, rpcUrl });
  const wallet = createWalletClient({ chain: chainOf({ chainId, rpcUrl }), transport: http() });
  const accounts = await wallet.getAddresses();
  const deployer = accounts[0] as Address;

  const mined = async (hash: Hex): Promise<Hex> => {
    const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 30 });
    if (receipt.status !== "success") throw new Error(`Transaction ${hash} failed.`);
    return hash;
  };
  const artifact = readArtifacts()("Registry");
  const deployment = await wallet.deployContract({
    account: deployer,
    ...artifact,
    args: [implementations, market],
  });
  await mined(deployment);
  const { contractAddress } = await client.getTransactionReceipt({ hash: deployment });
  const registry = contractAddress as Address;

  const send: World["send"] = async (from, to, abi, functionName, args, value = 0n) =>
    mined(
      await wallet.writeContract({ account: from, address: to, abi, functionName, args, value }),
    );

  const deploy = async (
    kind: "text" | "table",
    functionName: string,
    rules: object,
  ): Promise<Trainer> => {
    const text = kind === "text";
    const shape = text
      ? { featureCount: WORDS.length, laneBits: 16, fractionBits: 0 }
      : { featureCount: 2, laneBits: 16, fractionBits: 8 };
    const metadata = {
      name: text ? "Reviews" : "Parcels",
      description: "A model of the tests.",
      labelNames: LABELS,
      dataLicence: "CC-BY-4.0",
      encoderHash: hashOf(text ? TEXT_MANIFEST : TABLE_MANIFEST),
    };
    const args = [text ? 0 : 1, shape, rules, metadata];
    await send(deployer, registry, registryAbi as Abi, functionName, args);
    const trainer = (await readTrainers(client, registry)).at(-1) as Trainer;
    await send(deployer, trainer.address, stakeAbi as Abi, "uploadWeights", [0n, [], true]);
    return trainer;
  };
  return {
    client,
    registry,
    accounts,
    config: { chainId, rpcUrl, registry, encoders: "/api/encoders/" },
    send,
    deployStake: async (kind = "text", rules = {}) =>
      (await deploy(kind, "deployUnderStake", { ...STAKE_RULES, ...rules })) as StakeTrainer,
    deployPoints: async (kind = "text") =>
      (await deploy(kind, "deployUnderPoints", POINTS_RULES)) as PointsTrainer,
    deployMarket: async (kind = "text") =>
      (await deploy(kind, "deployUnderMarket", MARKET_RULES)) as MarketTrainer,
    contribute: (trainer, from, samples, value) => {
      const stake = trainer.incentive === "stake" ? 10n ** 15n : 0n;
      const abi = (trainer.incentive === "stake" ? stakeAbi : pointsAbi) as Abi;
      return send(from, trainer.address, abi, "contribute", [samples], value ?? stake);
    },
    moveOn: (seconds) => moveTimeOn(client, seconds),
  };
}

/** A packed sparse sample. */
export function sparse(label: number, ...indices: number[]): Hex {
  const bytes = [label, indices.length, ...indices.flatMap((index) => [index >> 8, index & 255])];
  return `0x${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Samples one after the other. */
export function joined(...samples: Hex[]): Hex {
  return `0x${samples.map((sample) => sample.slice(2)).join("")}`;
}
