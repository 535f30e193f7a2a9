import {
  concat,
  encodeAbiParameters,
  encodePacked,
  getContractAddress,
  keccak256,
  toHex,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { marketAbi, marketTrainerAbi } from "../src/lib/abi";
import { readMarkets, type Market, type MarketResult, type MarketTerms } from "../src/lib/markets";
import type { MarketRecord, ProposalRecord } from "../src/lib/marketHistory";
import { merkleRoot, proposalArgument, segmentLeaf } from "../src/lib/proposals";
import type { MarketTrainer } from "../src/lib/trainers";
import { joined, sparse, type World } from "./world";

export const STAKE_WEI = 10n ** 15n;
const BOUNTY_WEI = 10n ** 15n;
const MOVE_S = 600;
const PARTS = 3;
const ROWS = 2;

/** A market on the tests' chain, and how to bring it on. */
export interface MarketScene {
  readonly market: Market;
  readonly sponsor: Address;
  readonly call: (
    from: Address,
    functionName: string,
    args?: readonly unknown[],
    value?: bigint,
  ) => Promise<Hex>;
  /** Draw and show a part: participation begins. */
  readonly begin: () => Promise<void>;
  readonly revealTest: () => Promise<void>;
  /** Propose any result with these balances and the weights of the start; nobody checks it here. */
  readonly propose: (from: Address, balancesWei: readonly bigint[]) => Promise<Proposed>;
  /** Challenge a segment of the first proposal. */
  readonly challenge: (from: Address, record: MarketRecord, segment: number) => Promise<Hex>;
}

/** A proposed result, and the proofs of its balances. */
export interface Proposed {
  readonly result: MarketResult;
  readonly proofs: readonly (readonly Hex[])[];
}

/** Open a market of a text model, with six rows in three parts. */
export async function openMarket(
  world: World,
  trainer: MarketTrainer,
  sponsor: Address,
  changes: Partial<MarketTerms> = {},
): Promise<MarketScene> {
  const { client, config, send, moveOn } = world;
  const nowS = Number((await client.getBlock()).timestamp);
  const terms: MarketTerms = {
    bountyWei: BOUNTY_WEI,
    sponsorBondWei: BOUNTY_WEI,
    proposerFeeWei: 10n ** 12n,
    stakeWei: STAKE_WEI,
    mostFeeWei: 10n ** 13n,
    gasPriceWei: 1n,
    rounds: 10,
    capacity: 8,
    leastContributions: 1,
    partCount: PARTS,
    rowsPerPart: ROWS,
    isSealed: false,
    earliestEndS: nowS + 2_000,
    latestEndS: nowS + 5_000,
    moveS: MOVE_S,
    revealS: changes.isSealed ? MOVE_S : 0,
    testRevealS: MOVE_S,
    windowS: MOVE_S,
    resolveS: 10 * MOVE_S,
    claimS: 86_400,
    ...changes,
  };
  const count = (await readMarkets(client, trainer, undefined)).markets.length;
  const address = getContractAddress({ from: trainer.address, nonce: BigInt(count + 1) });
  const parts = partsOf(config.chainId, address);
  const leaves = parts.map(({ commitment }) => commitment);
  await send(
    sponsor,
    trainer.address,
    marketTrainerAbi as Abi,
    "openMarket",
    [BigInt(count), terms, orderedLevels(leaves).at(-1)![0]],
    terms.bountyWei + terms.proposerFeeWei + terms.sponsorBondWei,
  );
  const market = (await readMarkets(client, trainer, undefined)).markets[count] as Market;
  const call: MarketScene["call"] = (from, functionName, args = [], value = 0n) =>
    send(from, address, marketAbi as Abi, functionName, args, value);
  const reveal = (part: number): Promise<Hex> => {
    const { salt, rows } = parts[part]!;
    return call(sponsor, "revealPart", [BigInt(part), salt, rows, orderedProofOf(leaves, part)]);
  };
  const drawn = async (): Promise<number> =>
    Number(
      (await client.readContract({ address, abi: marketAbi, functionName: "head" }))[5] as bigint,
    );
  return {
    market,
    sponsor,
    call,
    begin: async () => {
      // Each moves a block on: the deciding block must be there.
      for (let block = 0; block < 3; block += 1) await moveOn(1);
      await call(sponsor, "draw");
      await reveal(await drawn());
    },
    revealTest: async () => {
      const shown = await drawn();
      for (let part = 0; part < PARTS; part += 1) if (part !== shown) await reveal(part);
    },
    challenge: async (from, { proposals, firstHash }, segment) => {
      const [proposal] = proposals;
      const bondWei = (
        await client.readContract({ address, abi: marketAbi, functionName: "bondsWei" })
      )[1];
      const proved = segmentOf(proposal!, firstHash!, segment);
      return call(from, "challenge", [proposalArgument(proposal!, firstHash!), proved], bondWei);
    },
    propose: async (from, balancesWei) => {
      const [, , , segments] = await client.readContract({
        address,
        abi: marketAbi,
        functionName: "trace",
      });
      const payouts = balancesWei.map((wei, index) =>
        keccak256(encodePacked(["uint16", "uint128"], [index, wei])),
      );
      const result: MarketResult = {
        payoutsRoot: merkleRoot(payouts),
        weightsHash: market.startWeightsHash,
        paidWei: balancesWei.reduce((sum, wei) => sum + wei, 0n),
      };
      const cuts = Array.from({ length: Number(segments) - 1 }, (_, cut) =>
        keccak256(toHex(`cut ${cut}`)),
      );
      const bondWei = (
        await client.readContract({ address, abi: marketAbi, functionName: "bondsWei" })
      )[0];
      await call(from, "propose", [result, cuts], bondWei);
      return { result, proofs: payouts.map((_, index) => proofOf(payouts, index)) };
    },
  };
}

/** Rows of the whole test set in the order of their hashes, in parts. */
function partsOf(chainId: number, market: Address) {
  const rows = [
    sparse(1, 1),
    sparse(0, 2),
    sparse(1, 3),
    sparse(0, 4),
    sparse(1, 1, 7),
    sparse(0, 2, 8),
  ].toSorted((a, b) => (keccak256(a) < keccak256(b) ? -1 : 1));
  return Array.from({ length: PARTS }, (_, part) => {
    const salt = keccak256(toHex(`salt ${part}`));
    const own = joined(...rows.slice(part * ROWS, (part + 1) * ROWS));
    const commitment = keccak256(
      encodeAbiParameters(
        [
          { type: "uint256" },
          { type: "address" },
          { type: "uint256" },
          { type: "bytes32" },
          { type: "bytes32" },
        ],
        [BigInt(chainId), market, BigInt(part), salt, keccak256(own)],
      ),
    );
    return { salt, rows: own, commitment };
  });
}

/** Levels of a tree whose leaves keep their places, filled up with zeros. */
function orderedLevels(leaves: readonly Hex[]): readonly (readonly Hex[])[] {
  const width = 2 ** Math.ceil(Math.log2(leaves.length));
  const empty: Hex = `0x${"00".repeat(32)}`;
  const levels: Hex[][] = [[...leaves, ...Array<Hex>(width - leaves.length).fill(empty)]];
  while (levels.at(-1)!.length > 1) {
    const below = levels.at(-1)!;
    levels.push(
      Array.from({ length: below.length / 2 }, (_, pair) =>
        keccak256(concat(below.slice(2 * pair, 2 * pair + 2))),
      ),
    );
  }
  return levels;
}

/** Siblings of the leaf in a place, up to the root of such a tree. */
function orderedProofOf(leaves: readonly Hex[], place: number): readonly Hex[] {
  return orderedLevels(leaves)
    .slice(0, -1)
    .map((level, height) => level[(place >> height) ^ 1]!);
}

/** Merkle proof of a leaf: pairs are sorted, an odd one moves up. */
export function proofOf(leaves: readonly Hex[], index: number): readonly Hex[] {
  const proof: Hex[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const beside = level[at ^ 1];
    if (beside) proof.push(beside);
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, pair) => {
      const [a, b] = level.slice(2 * pair, 2 * pair + 2);
      return b === undefined ? a! : keccak256(concat([a!, b].toSorted()));
    });
  }
  return proof;
}

/** A segment of a proposal with its proof, as a challenge names it. */
export function segmentOf(
  { cuts, result }: Pick<ProposalRecord, "cuts" | "result">,
  firstHash: Hex,
  index: number,
) {
  const lastHash = keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }, { type: "uint256" }],
      [result.payoutsRoot, result.weightsHash, result.paidWei],
    ),
  );
  const hashes = [firstHash, ...cuts, lastHash];
  const leaves = hashes
    .slice(1)
    .map((last, segment) => segmentLeaf(segment, hashes[segment]!, last));
  const [first, last] = [hashes[index]!, hashes[index + 1]!];
  return { index: BigInt(index), first, last, proof: proofOf(leaves, index) };
}
