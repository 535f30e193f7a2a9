import { useState } from "react";
import { isAddress, type Address } from "viem";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { Field } from "../../components/Field";
import { TransactionNotice } from "../../components/TransactionNotice";
import { Waiting } from "../../components/Waiting";
import { useStandings, useTrainers, type StandingOf } from "../../hooks/chain";
import { useTransaction } from "../../hooks/useTransaction";
import { useWallet } from "../../hooks/wallet";
import { stakeAbi } from "../../lib/abi";
import { formatCount, formatEth } from "../../lib/format";

const NO_TRAINERS: readonly never[] = [];

/** What the account can withdraw, model by model. */
export function Credits() {
  const { account } = useWallet();
  const { data: trainers, problem } = useTrainers();
  const { data: standings, problem: unread } = useStandings(trainers ?? NO_TRAINERS, account);
  // A credit that was just withdrawn stays on the page, with its confirmation.
  const [kept, setKept] = useState<ReadonlySet<Address>>(new Set());
  if (!account) return null;
  if (!standings) return <Waiting what="your credits" problem={problem ?? unread} />;
  const shown = standings.filter(
    ({ trainer, standing }) =>
      trainer.incentive === "stake" &&
      (standing.creditWei > 0n || standing.shares > 0n || kept.has(trainer.address)),
  );
  const totalWei = standings.reduce((sum, { standing }) => sum + standing.creditWei, 0n);
  return (
    <section className="card" aria-label="Credits">
      <div className="row spread">
        <h2>Credits</h2>
        <span>
          Together <strong>{formatEth(totalWei)}</strong>
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="soft">
          No credit yet: deposits that return, and your shares of forfeits, appear here.
        </p>
      ) : (
        <ul className="stack">
          {shown.map(({ trainer, standing }) => (
            <CreditRow
              key={`${account}/${trainer.address}`}
              trainer={trainer}
              standing={standing}
              account={account}
              onWithdraw={() => setKept((before) => new Set(before).add(trainer.address))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface CreditRowProps extends StandingOf {
  readonly account: Address;
  readonly onWithdraw: () => void;
}

function CreditRow({ trainer, standing, account, onWithdraw }: CreditRowProps) {
  const transaction = useTransaction();
  const [recipient, setRecipient] = useState("");
  const [paidWei, setPaidWei] = useState(0n);
  const wrong =
    recipient.trim() !== "" && !isAddress(recipient.trim(), { strict: false })
      ? "An address is 0x and 40 hex digits; check it."
      : undefined;
  const withdraw = async (): Promise<void> => {
    setPaidWei(standing.creditWei);
    onWithdraw();
    await transaction.run({
      address: trainer.address,
      abi: stakeAbi,
      functionName: "withdraw",
      args: [recipient.trim() === "" ? account : recipient.trim()],
    });
  };
  return (
    <li className="stack tight" aria-label={`Credit with ${trainer.metadata.name}`}>
      <div className="row spread">
        <span>
          <strong>{trainer.metadata.name}</strong>
          <br />
          <Amount wei={standing.creditWei} />
          <span className="soft">
            {" "}
            · {formatCount(standing.shares)} {standing.shares === 1n ? "share" : "shares"}
          </span>
        </span>
        <Button
          look="primary"
          busy={transaction.busy}
          disabled={standing.creditWei === 0n || wrong !== undefined}
          onClick={() => void withdraw()}
        >
          Withdraw
        </Button>
      </div>
      <details>
        <summary className="small">Pay to another address</summary>
        <Field
          label="Recipient"
          placeholder={account}
          value={recipient}
          error={wrong}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setRecipient(event.target.value)}
        />
      </details>
      <TransactionNotice
        phase={transaction.phase}
        done={`${formatEth(paidWei)} was paid ${recipient.trim() === "" ? "to your account" : "to the recipient"}.`}
      />
    </li>
  );
}
