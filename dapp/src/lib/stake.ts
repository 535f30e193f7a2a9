import type { StakeRules } from "./trainers";

/** What to send with a contribution, and why it is a little more than the quote. */
export interface Stake {
  readonly quotedWei: bigint;
  readonly headroomWei: bigint;
  readonly valueWei: bigint;
}

/** From one block to the next the price of a sample rises by an eighth of its floor at most. */
const MOST_RISE_PART = 8n;
const BLOCKS_OF_HEADROOM = 2n;

/**
 * The stake for so many samples: the quote, and room for two blocks full of others' contributions,
 * so that nobody's contribution makes this one fail.
 */
export function stakeFor(quotedWei: bigint, samples: number, rules: StakeRules): Stake {
  const risePerBlockWei = (rules.floorPriceWei + MOST_RISE_PART - 1n) / MOST_RISE_PART;
  const headroomWei = risePerBlockWei * BLOCKS_OF_HEADROOM * BigInt(samples);
  return { quotedWei, headroomWei, valueWei: quotedWei + headroomWei };
}
