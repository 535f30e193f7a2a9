import { useState } from "react";
import { parseEther } from "viem";
import { Button } from "../../components/Button";
import { Field } from "../../components/Field";
import { TransactionNotice } from "../../components/TransactionNotice";
import { useTransaction } from "../../hooks/useTransaction";
import { useWallet } from "../../hooks/wallet";
import { useOpenWallets } from "../../hooks/walletDialog";
import { stakeAbi } from "../../lib/abi";
import { formatEth } from "../../lib/format";
import type { StakeTrainer } from "../../lib/trainers";

/** Add to what contributors share. */
export function Fund({ trainer }: { readonly trainer: StakeTrainer }) {
  const { account } = useWallet();
  const openWallets = useOpenWallets();
  const transaction = useTransaction();
  const [text, setText] = useState("");
  const [fundedWei, setFundedWei] = useState(0n);
  const amount = readAmount(text);

  const fund = async (): Promise<void> => {
    if (amount.wei === undefined) return;
    setFundedWei(amount.wei);
    const logs = await transaction.run({
      address: trainer.address,
      abi: stakeAbi,
      functionName: "fund",
      args: [],
      value: amount.wei,
    });
    if (logs) setText("");
  };
  return (
    <section className="card" aria-label="Fund this model">
      <h2>Fund this model</h2>
      <p className="soft">
        A gift to those who hold shares, in proportion to them. Nobody can take it back; while
        nobody holds shares it waits for the first who do.
      </p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void fund();
        }}
      >
        <Field
          label="Amount in ETH"
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.01"
          value={text}
          error={amount.error}
          onChange={(event) => {
            setText(event.target.value);
            transaction.reset();
          }}
        />
        <div>
          {account ? (
            <Button type="submit" busy={transaction.busy} disabled={amount.wei === undefined}>
              Fund
            </Button>
          ) : (
            <Button onClick={openWallets}>Connect a wallet to fund</Button>
          )}
        </div>
      </form>
      <TransactionNotice
        phase={transaction.phase}
        done={`Thank you: ${formatEth(fundedWei)} was added to what contributors share.`}
      />
    </section>
  );
}

/** Wei of an amount in ETH as entered, or what is wrong with it. */
export function readAmount(text: string): { wei: bigint | undefined; error: string | undefined } {
  const trimmed = text.trim();
  if (trimmed === "") return { wei: undefined, error: undefined };
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(trimmed)) {
    return { wei: undefined, error: "Write the amount with digits and a point, such as 0.01." };
  }
  const [, fraction = ""] = trimmed.split(".");
  if (fraction.length > 18) {
    return { wei: undefined, error: "ETH has 18 digits after the point; write fewer." };
  }
  const wei = parseEther(trimmed);
  return wei === 0n
    ? { wei: undefined, error: "The amount must be above 0." }
    : { wei, error: undefined };
}
