import type { EIP1193RequestFn, Hex } from "viem";

/** What Ganache and anvil can do beyond any chain; never used on another one. */
export interface DevNode {
  readonly request: EIP1193RequestFn;
}

type Requests = (request: { method: string; params?: unknown }) => Promise<unknown>;

const ask = (node: DevNode): Requests => node.request as unknown as Requests;

/**
 * The node's clock: wall time plus what time was moved on by. Asking for a move by 0 tells the sum
 * of all moves and changes nothing.
 */
export async function devNowS(node: DevNode, wallMs: number): Promise<number> {
  const offset = await ask(node)({ method: "evm_increaseTime", params: ["0x0"] });
  return Math.floor(wallMs / 1000) + Number(offset as number | Hex);
}

/**
 * Mine a block, so that the chain's time is now: a call is judged by the last block's time, which
 * on an idle development chain is long past.
 */
export async function mineNow(node: DevNode): Promise<void> {
  await ask(node)({ method: "evm_mine" });
}

/** Move the chain's time on and mine a block there. */
export async function moveTimeOn(node: DevNode, seconds: number): Promise<void> {
  const whole = `0x${Math.max(1, Math.ceil(seconds)).toString(16)}`;
  await ask(node)({ method: "evm_increaseTime", params: [whole] });
  await mineNow(node);
}
