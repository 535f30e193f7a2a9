import {
  concat,
  encodeAbiParameters,
  keccak256,
  numberToHex,
  type Address,
  type Hex,
  type PublicClient,
} from "viem";
import { marketAbi } from "./abi";
import type { ProposalRecord } from "./marketHistory";
import type { ProposalState } from "./marketDue";
import type { Market, MarketResult } from "./markets";
import { Problem } from "./problem";

/** A proposal as calls of the market name it. */
export interface ProposalArgument {
  readonly proposer: Address;
  readonly cutsRoot: Hex;
  readonly result: MarketResult;
}

const RESULT = {
  type: "tuple",
  components: [
    { name: "payoutsRoot", type: "bytes32" },
    { name: "weightsHash", type: "bytes32" },
    { name: "paidWei", type: "uint256" },
  ],
} as const;
const PROPOSAL = {
  type: "tuple",
  components: [
    { name: "proposer", type: "address" },
    { name: "cutsRoot", type: "bytes32" },
    { name: "result", ...RESULT },
  ],
} as const;

/**
 * A proposal out of its event. The event leaves out what follows from the rest, which is put
 * together here and held against the proposal's id.
 *
 * @throws Problem if they do not fit.
 */
export function proposalArgument(
  { id, proposer, result, cuts }: Pick<ProposalRecord, "id" | "proposer" | "result" | "cuts">,
  firstHash: Hex,
): ProposalArgument {
  const lastHash = keccak256(encodeAbiParameters([RESULT], [result]));
  const hashes = [firstHash, ...cuts, lastHash];
  const leaves = hashes
    .slice(1)
    .map((last, segment) => segmentLeaf(segment, hashes[segment]!, last));
  const argument = { proposer, cutsRoot: merkleRoot(leaves), result };
  if (keccak256(encodeAbiParameters([PROPOSAL], [argument])) !== id) {
    throw new Problem(
      "other",
      "The proposal's event does not fit its id, so it cannot be named to the contract; please report this.",
    );
  }
  return argument;
}

/** Leaf of a segment: keccak256(first, last) + segment + 1, modulo 2**256. */
export function segmentLeaf(segment: number, first: Hex, last: Hex): Hex {
  const sum = BigInt(keccak256(concat([first, last]))) + BigInt(segment + 1);
  return numberToHex(BigInt.asUintN(256, sum), { size: 32 });
}

/** Root over leaves: pairs are sorted, an odd one moves up. */
export function merkleRoot(leaves: readonly Hex[]): Hex {
  let level = leaves;
  while (level.length > 1) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
      level.slice(2 * i, 2 * i + 2),
    );
    level = pairs.map(([a, b]) => (b === undefined ? a! : keccak256(concat([a!, b].toSorted()))));
  }
  return level[0] ?? `0x${"00".repeat(32)}`;
}

/** What the chain says of these proposals at the last block, in their order. */
export async function readProposalStates(
  client: PublicClient,
  { address }: Pick<Market, "address">,
  ids: readonly Hex[],
): Promise<readonly ProposalState[]> {
  return Promise.all(
    ids.map(async (id) => {
      const [proposedAtS, waiting, challenges, refuted] = await client.readContract({
        address,
        abi: marketAbi,
        functionName: "proposalOf",
        args: [id],
      });
      return {
        proposedAtS: Number(proposedAtS),
        waiting: Number(waiting),
        challenges: Number(challenges),
        refuted,
      };
    }),
  );
}
