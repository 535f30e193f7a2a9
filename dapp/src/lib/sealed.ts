import {
  bytesToHex,
  encodeAbiParameters,
  isAddress,
  isHex,
  keccak256,
  type Address,
  type Hex,
} from "viem";
import type { KeyValueStore } from "./config";
import { Problem } from "./problem";

/** What opens a sealed contribution; whoever loses it forfeits the stake. */
export interface Sealed {
  readonly chainId: number;
  readonly market: Address;
  readonly contributor: Address;
  readonly salt: Hex;
  readonly samples: Hex;
  readonly commitment: Hex;
}

const FORMAT = "commonweal-sealed-1";
const SALT_BYTES = 32;
const PREFIX = "commonweal.sealed.";

/** Seal samples with a salt of their own. */
export function seal(
  place: Pick<Sealed, "chainId" | "market" | "contributor">,
  samples: Hex,
  salt: Hex = bytesToHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES))),
): Sealed {
  const { chainId, market, contributor } = place;
  const commitment = keccak256(
    encodeAbiParameters(
      [
        { type: "address" },
        { type: "uint256" },
        { type: "address" },
        { type: "bytes32" },
        { type: "bytes32" },
      ],
      [contributor, BigInt(chainId), market, salt, keccak256(samples)],
    ),
  );
  return { chainId, market, contributor, salt, samples, commitment };
}

/**
 * Keep what opens a contribution.
 *
 * @returns Whether the browser kept it.
 */
export function keepSealed(store: KeyValueStore | undefined, sealed: Sealed): boolean {
  try {
    const key = PREFIX + sealed.commitment;
    store?.setItem(key, sealedText(sealed));
    return store?.getItem(key) === sealedText(sealed);
  } catch {
    return false;
  }
}

/** What the browser kept for a commitment, if it is whole. */
export function keptSealed(store: KeyValueStore | undefined, commitment: Hex): Sealed | undefined {
  try {
    const text = store?.getItem(PREFIX + commitment);
    return text ? readSealed(text) : undefined;
  } catch {
    return undefined;
  }
}

/** As a file. */
export function sealedText(sealed: Sealed): string {
  return `${JSON.stringify({ format: FORMAT, ...sealed }, null, 2)}\n`;
}

export function sealedFileName({ commitment }: Pick<Sealed, "commitment">): string {
  return `sealed-${commitment.slice(2, 12)}.json`;
}

/**
 * Read a file that was kept.
 *
 * @throws Problem if it is something else, or was changed.
 */
export function readSealed(text: string): Sealed {
  const wrong = new Problem(
    "input",
    "This is not the file of a sealed contribution, or it was changed; open the one that you downloaded when you committed.",
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong;
  }
  if (typeof value !== "object" || value === null) throw wrong;
  const { format, chainId, market, contributor, salt, samples, commitment } = value as Record<
    string,
    unknown
  >;
  const whole =
    format === FORMAT &&
    typeof chainId === "number" &&
    Number.isSafeInteger(chainId) &&
    typeof market === "string" &&
    isAddress(market, { strict: false }) &&
    typeof contributor === "string" &&
    isAddress(contributor, { strict: false }) &&
    isHex(salt) &&
    salt.length === 2 + 2 * SALT_BYTES &&
    isHex(samples) &&
    samples.length % 2 === 0;
  if (!whole) throw wrong;
  const sealed = seal({ chainId, market, contributor }, samples, salt);
  if (sealed.commitment !== commitment) throw wrong;
  return sealed;
}
