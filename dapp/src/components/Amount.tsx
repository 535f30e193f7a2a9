import { formatEth, formatWei } from "../lib/format";

/** An amount of money in a readable unit; the exact wei as its title. */
export function Amount({ wei }: { readonly wei: bigint }) {
  return (
    <span className="amount" title={formatWei(wei)}>
      {formatEth(wei)}
    </span>
  );
}
