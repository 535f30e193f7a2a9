import { decodeErrorResult, type Hex } from "viem";
import { errorsAsAbi } from "./abi";
import { sentences } from "./sentences";

/**
 * What went wrong, in one sentence a person can act on.
 *
 * - `rejection`: a contract said no; `name` is its error.
 * - `signature`: the person declined in the wallet.
 * - `funds`: the account cannot pay.
 * - `chain`: the wallet is on another chain.
 * - `wallet`: no wallet is connected, or it cannot do what was asked.
 * - `rpc`: the chain's node does not answer.
 * - `backend`: the backend of this machine does not answer, or said no.
 * - `input`: what was entered cannot be used.
 * - `other`: anything else.
 */
export type ProblemKind =
  "rejection" | "signature" | "funds" | "chain" | "wallet" | "rpc" | "backend" | "input" | "other";

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly kind: ProblemKind,
    readonly sentence: string,
    readonly error?: string,
  ) {
    super(sentence);
  }
}

const CALL_DATA = /^0x(?:[0-9a-f]{2})+$/i;
const SELECTOR_DIGITS = 10;
const USER_REJECTED = 4001;
const REQUEST_PENDING = -32002;
const CHAIN_DISCONNECTED = [4900, 4901];

/** Every error in the chain of causes, the outermost first. */
function causes(error: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (let next = error; typeof next === "object" && next !== null && found.length < 20;) {
    const current = next as Record<string, unknown>;
    if (found.includes(current)) break;
    found.push(current);
    next = current["cause"];
  }
  return found;
}

/** Where nodes and wallets put the bytes of a revert: `data`, `data.data`, `data.result`, … */
function revertCandidates(value: unknown, depth = 0): Hex[] {
  if (typeof value === "string") {
    return CALL_DATA.test(value) && value.length >= SELECTOR_DIGITS ? [value as Hex] : [];
  }
  if (typeof value !== "object" || value === null || depth > 3) return [];
  const holder = value as Record<string, unknown>;
  return ["data", "result", "originalError", "raw"].flatMap((key) =>
    revertCandidates(holder[key], depth + 1),
  );
}

/**
 * The contract's own error in whatever a node or wallet made of it.
 *
 * viem does not decode Ganache's reverts (code -32000), so the bytes are looked for by hand.
 */
export function revertOf(error: unknown): { name: string; args: readonly unknown[] } | undefined {
  for (const cause of causes(error)) {
    for (const data of [...revertCandidates(cause["data"]), ...revertCandidates(cause["raw"])]) {
      try {
        const { errorName, args } = decodeErrorResult({ abi: errorsAsAbi, data });
        return { name: errorName, args: args ?? [] };
      } catch {
        // These bytes are something else; look further.
      }
    }
  }
  return undefined;
}

const NAMES_OF_LOST_RPC = new Set(["HttpRequestError", "TimeoutError", "SocketClosedError"]);

function isRpcLost(cause: Record<string, unknown>): boolean {
  return (
    NAMES_OF_LOST_RPC.has(String(cause["name"])) ||
    CHAIN_DISCONNECTED.includes(Number(cause["code"])) ||
    /failed to fetch|fetch failed|network ?error|load failed|ECONNREFUSED/i.test(
      String(cause["message"] ?? ""),
    )
  );
}

/** Turn anything that was thrown into a problem with one sentence. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const all = causes(error);
  const told = all.find((cause) => cause instanceof Problem);
  if (told instanceof Problem) return told;

  const revert = revertOf(error);
  if (revert !== undefined) {
    const sentence = sentences[revert.name as keyof typeof sentences] as
      ((...args: readonly unknown[]) => string) | undefined;
    if (sentence) return new Problem("rejection", sentence(...revert.args), revert.name);
    const reason = revert.name === "Error" ? String(revert.args[0]) : revert.name;
    return new Problem("rejection", `The contract refused: ${reason}.`, revert.name);
  }
  const says = (pattern: RegExp): boolean =>
    all.some((cause) => pattern.test(`${String(cause["message"])} ${String(cause["details"])}`));
  const named = (name: string): boolean => all.some((cause) => cause["name"] === name);
  const coded = (code: number): boolean => all.some((cause) => cause["code"] === code);

  if (coded(USER_REJECTED) || named("UserRejectedRequestError")) {
    return new Problem(
      "signature",
      "You declined the request in your wallet; nothing was sent, so you can try again.",
    );
  }
  if (coded(REQUEST_PENDING)) {
    return new Problem("wallet", "Your wallet is already asking you something; answer it first.");
  }
  if (says(/insufficient (funds|balance)|exceeds the balance/i)) {
    return new Problem(
      "funds",
      "This account has not enough ETH for the amount and the network fee; add some or use another account.",
    );
  }
  if (
    named("ChainMismatchError") ||
    named("ConnectorChainMismatchError") ||
    named("SwitchChainError") ||
    named("ChainNotConfiguredError")
  ) {
    return new Problem("chain", "Your wallet is on another chain; switch it and try again.");
  }
  if (named("ConnectorNotConnectedError") || named("ConnectorUnavailableReconnectingError")) {
    return new Problem("wallet", "No wallet is connected; connect one first.");
  }
  if (named("ProviderNotFoundError") || named("ConnectorNotFoundError")) {
    return new Problem("wallet", "That wallet is not there any more; choose another one.");
  }
  if (all.some(isRpcLost)) {
    return new Problem(
      "rpc",
      "The chain does not answer; check that it is running, or set another address in Settings.",
    );
  }
  return new Problem("other", firstSentence(all));
}

function firstSentence(all: readonly Record<string, unknown>[]): string {
  const details = all.map((cause) => cause["details"]).find((text) => typeof text === "string");
  const text = String(details ?? all[0]?.["shortMessage"] ?? all[0]?.["message"] ?? "no reason");
  const line = (text.split("\n")[0] ?? text).trim().slice(0, 200);
  return `Something unexpected happened: ${line.replace(/\.+$/, "")}.`;
}
