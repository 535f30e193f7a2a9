import type { Address, Hex, PublicClient } from "viem";
import { marketTrainerAbi, pointsAbi, registryAbi, stakeAbi } from "./abi";
import { Problem, problemOf } from "./problem";

export interface StakeRules {
  readonly floorPriceWei: bigint;
  readonly secondsPerSample: number;
  readonly refundWaitS: number;
  readonly takeWaitS: number;
  readonly verdictGapS: number;
  readonly depositCapWei: bigint;
}

export interface PointsRules {
  readonly validateWaitS: number;
}

export interface MarketRules {
  readonly leastBountyWei: bigint;
}

export interface ModelShape {
  readonly featureCount: number;
  readonly laneBits: number;
  readonly fractionBits: number;
}

export interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly labelNames: readonly [string, string];
  readonly dataLicence: string;
  readonly encoderHash: Hex;
}

interface TrainerBase {
  readonly index: number;
  readonly address: Address;
  readonly deployer: Address;
  readonly deployedAtBlock: bigint;
  readonly model: "sparse" | "dense";
  readonly shape: ModelShape;
  readonly metadata: Metadata;
}

export interface StakeTrainer extends TrainerBase {
  readonly incentive: "stake";
  readonly rules: StakeRules;
}

export interface PointsTrainer extends TrainerBase {
  readonly incentive: "points";
  readonly rules: PointsRules;
}

export interface MarketTrainer extends TrainerBase {
  readonly incentive: "market";
  readonly rules: MarketRules;
}

/** One deployed model with its incentive; nothing of it ever changes. */
export type Trainer = StakeTrainer | PointsTrainer | MarketTrainer;

export interface StakeStatus {
  /** Least deposit for one sample at the last block. */
  readonly priceWei: bigint;
  readonly depositsWei: bigint;
  readonly totalShares: bigint;
}

/** What changes as people contribute. */
export interface TrainerStatus {
  readonly contributionCount: bigint;
  readonly sampleCount: bigint;
  readonly uploadOpen: boolean;
  readonly stake: StakeStatus | undefined;
}

export const MOST_SAMPLES = 128;
export const MOST_BYTES = 60_000;
const MOST_MARKET_BYTES = 48_000;

/** Most bytes of one contribution. */
export function mostBytes({ incentive }: Pick<Trainer, "incentive">): number {
  return incentive === "market" ? MOST_MARKET_BYTES : MOST_BYTES;
}

/** Genesis and registry are there: the configuration fits the chain. */
export interface ChainIdentity {
  readonly genesisHash: Hex;
}

/**
 * Check that the node is the configured chain and has the registry.
 *
 * @throws Problem if it is another chain, or was started anew without the registry.
 */
export async function identifyChain(
  client: PublicClient,
  chainId: number,
  registry: Address,
): Promise<ChainIdentity> {
  const [foundId, genesis, isRegistry] = await Promise.all([
    client.getChainId(),
    client.getBlock({ blockNumber: 0n }),
    answersAsRegistry(client, registry),
  ]);
  if (foundId !== chainId) {
    throw new Problem(
      "chain",
      `The configuration names chain ${chainId} but the node is chain ${foundId}; correct the address or the chain id in Settings.`,
    );
  }
  if (!isRegistry) {
    throw new Problem(
      "chain",
      `There is no registry at ${registry} on this chain; it was probably started anew, so deploy the models again or set the new address in Settings.`,
    );
  }
  return { genesisHash: genesis.hash };
}

/**
 * Whether a registry is there. That there is code says little: on a development chain that was
 * started anew, deployers get the same addresses for other contracts.
 */
async function answersAsRegistry(client: PublicClient, registry: Address): Promise<boolean> {
  const contract = { address: registry, abi: registryAbi } as const;
  try {
    await Promise.all([
      client.readContract({ ...contract, functionName: "trainerCount" }),
      client.readContract({ ...contract, functionName: "badges" }),
    ]);
    return true;
  } catch (error) {
    if (problemOf(error).kind === "rpc") throw error;
    return false;
  }
}

/**
 * Every trainer of the registry in its order.
 *
 * @param known Trainers read before; they are kept, for they never change.
 */
export async function readTrainers(
  client: PublicClient,
  registry: Address,
  known: readonly Trainer[] = [],
): Promise<readonly Trainer[]> {
  const count = Number(
    await client.readContract({
      address: registry,
      abi: registryAbi,
      functionName: "trainerCount",
    }),
  );
  if (count === known.length) return known;
  const kept = count > known.length ? known : [];
  const indices = Array.from({ length: count - kept.length }, (_, i) => kept.length + i);
  const read = await Promise.all(indices.map((index) => readTrainer(client, registry, index)));
  return [...kept, ...read];
}

async function readTrainer(
  client: PublicClient,
  registry: Address,
  index: number,
): Promise<Trainer> {
  const [address, deployedAtBlock] = await client.readContract({
    address: registry,
    abi: registryAbi,
    functionName: "trainerAt",
    args: [BigInt(index)],
  });
  const [event] = await client.getContractEvents({
    address: registry,
    abi: registryAbi,
    eventName: "TrainerDeployed",
    args: { index: BigInt(index) },
    fromBlock: deployedAtBlock,
    toBlock: deployedAtBlock,
    strict: true,
  });
  if (!event) {
    throw new Problem(
      "rpc",
      `The node has no log of block ${deployedAtBlock}, which describes model ${index}; use a node that keeps all logs.`,
    );
  }
  const { deployer, model, incentive, shape, metadata } = event.args;
  const base: TrainerBase = {
    index,
    address,
    deployer,
    deployedAtBlock,
    model: model === 0 ? "sparse" : "dense",
    shape,
    metadata,
  };
  switch (incentive) {
    case 0: {
      const rules = await client.readContract({ address, abi: stakeAbi, functionName: "rules" });
      return { ...base, incentive: "stake", rules };
    }
    case 1: {
      const rules = await client.readContract({ address, abi: pointsAbi, functionName: "rules" });
      return { ...base, incentive: "points", rules };
    }
    case 2: {
      const abi = marketTrainerAbi;
      const rules = await client.readContract({ address, abi, functionName: "rules" });
      return { ...base, incentive: "market", rules };
    }
    default:
      throw new Problem(
        "chain",
        `Model ${index} works with an incentive that this page does not know (${incentive}); use a newer page.`,
      );
  }
}

/** What a trainer is like at the last block. */
export async function readStatus(client: PublicClient, trainer: Trainer): Promise<TrainerStatus> {
  const { address } = trainer;
  const headRead = client.readContract({ address, abi: stakeAbi, functionName: "head" });
  const stakeRead = trainer.incentive === "stake" ? readStakeStatus(client, address) : undefined;
  const [[, contributionCount, sampleCount, uploadOpen], stake] = await Promise.all([
    headRead,
    stakeRead,
  ]);
  return { contributionCount, sampleCount, uploadOpen, stake };
}

async function readStakeStatus(client: PublicClient, address: Address): Promise<StakeStatus> {
  const [priceWei, [depositsWei, totalShares]] = await Promise.all([
    client.readContract({ address, abi: stakeAbi, functionName: "quoteWei", args: [1n] }),
    client.readContract({ address, abi: stakeAbi, functionName: "demand" }),
  ]);
  return { priceWei, depositsWei, totalShares };
}

/** What an account has with a trainer. */
export interface Standing {
  readonly creditWei: bigint;
  readonly shares: bigint;
  readonly asContributor: bigint;
  readonly asValidator: bigint;
}

const NO_STANDING: Standing = { creditWei: 0n, shares: 0n, asContributor: 0n, asValidator: 0n };

export async function readStanding(
  client: PublicClient,
  trainer: Trainer,
  account: Address,
): Promise<Standing> {
  const { address } = trainer;
  if (trainer.incentive === "stake") {
    const [creditWei, [shares]] = await Promise.all([
      client.readContract({
        address,
        abi: stakeAbi,
        functionName: "creditWei",
        args: [account],
      }),
      client.readContract({ address, abi: stakeAbi, functionName: "accountOf", args: [account] }),
    ]);
    return { creditWei, shares, asContributor: 0n, asValidator: 0n };
  }
  // Credits of markets are with each market, see `readMarketState`.
  if (trainer.incentive === "market") return NO_STANDING;
  const [asContributor, asValidator] = await client.readContract({
    address,
    abi: pointsAbi,
    functionName: "pointsOf",
    args: [account],
  });
  return { creditWei: 0n, shares: 0n, asContributor, asValidator };
}
