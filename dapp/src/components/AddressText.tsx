import type { Address } from "viem";
import { formatAddress } from "../lib/format";

interface AddressTextProps {
  readonly address: Address;
  /** The connected account, which is called "you". */
  readonly you?: Address | undefined;
}

export function AddressText({ address, you }: AddressTextProps) {
  if (you && address.toLowerCase() === you.toLowerCase()) return <strong>you</strong>;
  return (
    <span className="mono address" title={address}>
      {formatAddress(address)}
    </span>
  );
}
