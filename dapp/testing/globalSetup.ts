import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { createPublicClient, createWalletClient, http, type Address } from "viem";
import { chainOf } from "../src/lib/chain";
import { readArtifacts } from "./artifacts";

const CHAIN_ID = 1337;
const GANACHE = fileURLToPath(
  new URL("../../node_modules/ganache/dist/node/cli.js", import.meta.url),
);

/** A Ganache for all tests, with the implementations that every registry of theirs clones. */
export default async function setup(project: TestProject): Promise<() => void> {
  const artifacts = readArtifacts();
  const port = await freePort();
  const ganache = spawn(
    process.execPath,
    [
      GANACHE,
      `--server.port=${port}`,
      `--chain.chainId=${CHAIN_ID}`,
      "--chain.hardfork=shanghai",
      "--miner.defaultTransactionGasLimit=estimate",
      "--wallet.totalAccounts=20",
      "--wallet.deterministic",
      "--logging.quiet",
    ],
    { stdio: "ignore" },
  );
  try {
    const rpcUrl = `http://127.0.0.1:${port}`;
    await answering(ganache, rpcUrl);
    const chain = chainOf({ chainId: CHAIN_ID, rpcUrl });
    const reader = createPublicClient({ chain, transport: http(), pollingInterval: 50 });
    const wallet = createWalletClient({ chain, transport: http() });
    const [account] = await wallet.getAddresses();
    if (!account) throw new Error("Ganache has no accounts.");
    const create = async (name: string, args: Address[] = []): Promise<Address> => {
      const { abi, bytecode } = artifacts(name);
      const hash = await wallet.deployContract({ account, abi, bytecode, args });
      const { contractAddress } = await reader.waitForTransactionReceipt({ hash });
      return contractAddress as Address;
    };
    const implementations: Address[] = [];
    for (const name of [
      "SparsePerceptronStake",
      "DensePerceptronStake",
      "SparsePerceptronPoints",
      "DensePerceptronPoints",
      "SparsePerceptronMarket",
      "DensePerceptronMarket",
    ]) {
      implementations.push(await create(name));
    }
    const market = await create("Market", [await create("StepJudge")]);
    project.provide("chain", { rpcUrl, chainId: CHAIN_ID, implementations, market });
  } catch (error) {
    ganache.kill();
    throw error;
  }
  return () => {
    ganache.kill();
  };
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function answering(ganache: ChildProcess, rpcUrl: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (ganache.exitCode !== null) throw new Error("Ganache ended before it answered.");
    try {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
      const headers = { "content-type": "application/json" };
      if ((await fetch(rpcUrl, { method: "POST", headers, body })).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Ganache did not answer within 30 seconds.");
}

declare module "vitest" {
  export interface ProvidedContext {
    chain: { rpcUrl: string; chainId: number; implementations: Address[]; market: Address };
  }
}
