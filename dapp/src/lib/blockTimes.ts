import type { Hex, PublicClient } from "viem";

const AT_ONCE = 100;

/** Times in seconds of blocks by hash: the known ones, and those of `blocks` that were not. */
export async function readBlockTimes(
  client: PublicClient,
  blocks: readonly Hex[],
  known: ReadonlyMap<Hex, number>,
): Promise<ReadonlyMap<Hex, number>> {
  const missing = [...new Set(blocks)].filter((block) => !known.has(block));
  if (missing.length === 0) return known;
  const times = new Map(known);
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    const part = missing.slice(start, start + AT_ONCE);
    const read = await Promise.all(part.map((blockHash) => client.getBlock({ blockHash })));
    for (const block of read) times.set(block.hash, Number(block.timestamp));
  }
  return times;
}
