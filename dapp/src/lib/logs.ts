import type { Address, Hex, Log, PublicClient } from "viem";

/** How far a contract's log was read. */
export interface ReadThrough {
  readonly throughBlock: bigint;
  readonly throughHash: Hex;
}

/** What was added to a contract's log since it was read last. */
export interface FurtherLogs extends ReadThrough {
  readonly logs: readonly Log[];
  /** Whether they follow what was read before; if not, they are the whole log. */
  readonly follows: boolean;
}

const MOST_BLOCKS = 50_000n;

/**
 * Read a contract's log on from where `previous` ended; from `fromBlock` if the chain's history is
 * another one now. Undefined if nothing can have changed.
 */
export async function readFurtherLogs(
  client: PublicClient,
  address: Address,
  fromBlock: bigint,
  previous: ReadThrough | undefined,
): Promise<FurtherLogs | undefined> {
  const latest = await client.getBlock({ blockTag: "latest" });
  if (previous?.throughHash === latest.hash) return undefined;
  const follows =
    previous !== undefined &&
    previous.throughBlock < latest.number &&
    (await stillThere(client, previous));
  const start = follows ? previous.throughBlock + 1n : fromBlock;
  const logs = await readLogs(client, address, start, latest.number);
  return { logs, follows, throughBlock: latest.number, throughHash: latest.hash };
}

async function stillThere(client: PublicClient, read: ReadThrough): Promise<boolean> {
  const block = await client.getBlock({ blockNumber: read.throughBlock });
  return block.hash === read.throughHash;
}

/** Logs of a range of blocks; a node that limits the range is asked for smaller ones. */
async function readLogs(
  client: PublicClient,
  address: Address,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<Log[]> {
  const logs: Log[] = [];
  let size = MOST_BLOCKS;
  for (let start = fromBlock; start <= toBlock;) {
    const last = start + size - 1n;
    const end = last < toBlock ? last : toBlock;
    try {
      logs.push(...(await client.getLogs({ address, fromBlock: start, toBlock: end })));
      start = end + 1n;
    } catch (error) {
      if (size < 100n) throw error;
      size /= 10n;
    }
  }
  return logs;
}
