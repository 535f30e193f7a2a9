import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Abi, Hex } from "viem";

const FILE = resolve(import.meta.dirname, "../../build/artifacts.json");

export interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

interface Output {
  readonly abi: Abi;
  readonly evm: { readonly bytecode: { readonly object: string } };
}

/** The compiled contracts by name. */
export function readArtifacts(): (name: string) => Artifact {
  if (!existsSync(FILE)) {
    throw new Error("The contracts are not compiled; run “make build” in the repository first.");
  }
  const sources = JSON.parse(readFileSync(FILE, "utf8")) as Record<
    string,
    { contracts: Record<string, Output> }
  >;
  const contracts = new Map(
    Object.values(sources).flatMap((source) => Object.entries(source.contracts)),
  );
  return (name) => {
    const output = contracts.get(name);
    if (!output) throw new Error(`There is no compiled contract ${name}.`);
    const bytecode = output.evm.bytecode.object.replace(/^0x/, "");
    return { abi: output.abi, bytecode: `0x${bytecode}` };
  };
}
