import { useState } from "react";
import type { Abi, Address } from "viem";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { TransactionNotice } from "../../components/TransactionNotice";
import { useTransaction } from "../../hooks/useTransaction";
import { marketAbi } from "../../lib/abi";
import { formatEth } from "../../lib/format";
import type { Market, MarketState } from "../../lib/markets";

interface CreditProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly account: Address;
}

/** What the account can withdraw from a market beside its claims: tips, fees, bonds. */
export function Credit({ market, state, account }: CreditProps) {
  const transaction = useTransaction();
  const [paidWei, setPaidWei] = useState(0n);
  const { creditWei } = state;
  if (creditWei === 0n && transaction.phase.name === "idle") return null;
  const withdraw = async (): Promise<void> => {
    setPaidWei(creditWei);
    await transaction.run({
      address: market.address,
      abi: marketAbi as Abi,
      functionName: "withdraw",
      args: [account],
    });
  };
  return (
    <div className="stack tight">
      {creditWei > 0n ? (
        <div className="row spread">
          <span>
            Your credit with this market: <Amount wei={creditWei} />
          </span>
          <Button busy={transaction.busy} onClick={() => void withdraw()}>
            Withdraw
          </Button>
        </div>
      ) : null}
      <TransactionNotice
        phase={transaction.phase}
        done={`${formatEth(paidWei)} was paid to your account.`}
      />
    </div>
  );
}
