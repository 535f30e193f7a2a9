import {
  parseEventLogs,
  type Abi,
  type Account,
  type Address,
  type Hex,
  type Log,
  type PublicClient,
  type TransactionReceipt,
} from "viem";
import { mineNow } from "./devChain";
import { Problem, problemOf } from "./problem";

/** One call of a contract that changes something. */
export interface Call {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly value?: bigint;
}

/** Where a transaction is on its way. */
export type Phase =
  | { readonly name: "idle" }
  | { readonly name: "checking" }
  | { readonly name: "signing" }
  | { readonly name: "pending"; readonly hash: Hex }
  | { readonly name: "mined"; readonly hash: Hex; readonly logs: readonly Log[] }
  | { readonly name: "failed"; readonly problem: Problem; readonly hash: Hex | undefined };

export interface Sender {
  readonly account: Address;
  /** Ask the wallet to sign and send. */
  readonly write: (call: Call & { readonly gas: bigint }) => Promise<Hex>;
}

// What others contribute in the same block may make the same call learn, and so cost, a little more.
const GAS_PERCENT = 130n;
const WAIT_MS = 180_000;

/**
 * Simulate, sign, wait: the life of every transaction of the page.
 *
 * @param onPhase Told of each phase up to `pending`.
 * @returns The logs of the mined transaction.
 * @throws Problem for everything that stops it.
 */
export async function send(
  client: PublicClient,
  call: Call,
  sender: Sender,
  isLocal: boolean,
  onPhase: (phase: Phase) => void,
): Promise<{ hash: Hex; logs: readonly Log[] }> {
  onPhase({ name: "checking" });
  // A development chain without new blocks would judge the call by an old time.
  if (isLocal) await mineNow(client).catch(() => undefined);
  const request = { ...call, account: sender.account };
  await client.simulateContract(request);
  const gas = await client.estimateContractGas(request);

  onPhase({ name: "signing" });
  const hash = await sender.write({ ...call, gas: (gas * GAS_PERCENT) / 100n });

  onPhase({ name: "pending", hash });
  const receipt = await waitFor(client, hash);
  if (receipt.status === "reverted") throw await whyReverted(client, call, sender.account, receipt);
  return { hash, logs: receipt.logs };
}

async function waitFor(client: PublicClient, hash: Hex): Promise<TransactionReceipt> {
  try {
    return await client.waitForTransactionReceipt({ hash, timeout: WAIT_MS, retryCount: 20 });
  } catch (error) {
    if (problemOf(error).kind === "rpc" || isTimeout(error)) {
      throw new Problem(
        "rpc",
        `The transaction ${hash} was sent, but the chain has not confirmed it; do not send it again before you have looked under My contributions.`,
      );
    }
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "WaitForTransactionReceiptTimeoutError";
}

/** A mined transaction tells no reason; the same call at its block does. */
async function whyReverted(
  client: PublicClient,
  call: Call,
  account: Account | Address,
  receipt: TransactionReceipt,
): Promise<Problem> {
  try {
    await client.simulateContract({ ...call, account, blockNumber: receipt.blockNumber });
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === "rejection") return problem;
  }
  return new Problem(
    "rejection",
    "The chain refused the transaction because something changed while it was on its way; look at the new state and try again.",
  );
}

/** The transaction's events of one name, decoded. */
export function eventsOf<const abi extends Abi>(abi: abi, logs: readonly Log[]) {
  return parseEventLogs({ abi, logs: [...logs], strict: true });
}
