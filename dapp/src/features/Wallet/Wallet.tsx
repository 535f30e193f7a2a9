import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useConnect, useConnection, useConnectors, useDisconnect, type Connector } from "wagmi";
import type { Address } from "viem";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Notice, ProblemNotice } from "../../components/Notice";
import { usePage } from "../../hooks/page";
import { useFunds } from "../../hooks/predictions";
import { useSwitchChain, useWallet } from "../../hooks/wallet";
import { DEV_ACCOUNTS, type DevAccounts } from "../../lib/devAccounts";
import { formatAddress, formatEth } from "../../lib/format";
import { problemOf, type Problem } from "../../lib/problem";

/** The button of the page's head that shows and opens the wallet. */
export function WalletButton({ onOpen }: { readonly onOpen: () => void }) {
  const { account } = useWallet();
  const { status } = useConnection();
  if (account) {
    return (
      <Button onClick={onOpen} aria-label={`Wallet ${account}`} title={account}>
        <span className="mono cut">{account}</span>
      </Button>
    );
  }
  return (
    <Button look="primary" busy={status === "reconnecting"} onClick={onOpen}>
      Connect a wallet
    </Button>
  );
}

/** A line under the head while the wallet is on another chain. */
export function OtherChainNotice() {
  const { onOtherChain } = useWallet();
  const { client } = usePage();
  const switchChain = useSwitchChain();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  if (!onOtherChain) return null;
  const change = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await switchChain();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const name = client.chain?.name ?? "the page’s chain";
  return (
    <div className="stack tight">
      <Notice tone="warning">
        <div className="row spread">
          <span>
            Your wallet is on another chain. You can look around; to send anything, switch it.
          </span>
          <Button size="small" busy={busy} onClick={() => void change()}>
            Switch to {name}
          </Button>
        </div>
      </Notice>
      <ProblemNotice problem={problem} />
    </div>
  );
}

interface WalletDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function WalletDialog({ open, onClose }: WalletDialogProps) {
  const { account } = useWallet();
  return (
    <Dialog title={account ? "Wallet" : "Connect a wallet"} open={open} onClose={onClose}>
      {account ? (
        <Connected account={account} onClose={onClose} />
      ) : (
        <Choice onConnected={onClose} />
      )}
    </Dialog>
  );
}

const isDev = (connector: Connector | undefined): connector is Connector & DevAccounts =>
  connector?.id === DEV_ACCOUNTS;

function Connected({
  account,
  onClose,
}: {
  readonly account: Address;
  readonly onClose: () => void;
}) {
  const { name } = useWallet();
  const { connector } = useConnection();
  const { data: fundsWei } = useFunds(account);
  const { mutate: disconnect } = useDisconnect();
  return (
    <>
      <dl className="stack tight">
        <div>
          <dt className="soft small">{name}</dt>
          <dd className="mono">{account}</dd>
        </div>
        <div>
          <dt className="soft small">Balance</dt>
          <dd>{fundsWei === undefined ? "…" : <Amount wei={fundsWei} />}</dd>
        </div>
      </dl>
      {isDev(connector) ? (
        <AccountPicker
          connector={connector}
          current={account}
          onPick={(picked) => connector.choose(picked)}
        />
      ) : null}
      <div className="row">
        <Button
          onClick={() => {
            disconnect({});
            onClose();
          }}
        >
          Disconnect
        </Button>
      </div>
    </>
  );
}

function Choice({ onConnected }: { readonly onConnected: () => void }) {
  const connectors = useConnectors();
  const { mutateAsync: connect, isPending } = useConnect();
  const [problem, setProblem] = useState<Problem>();
  const { isLocal } = usePage();
  const wallets = connectors.filter((connector) => !isDev(connector));
  const dev = connectors.find(isDev);

  const use = async (connector: Connector): Promise<void> => {
    setProblem(undefined);
    try {
      await connect({ connector });
      onConnected();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <ProblemNotice problem={problem} />
      {wallets.length > 0 ? (
        <ul className="menu" aria-label="Wallets">
          {wallets.map((connector) => (
            <li key={connector.uid}>
              <Button busy={isPending} onClick={() => void use(connector)}>
                {connector.icon ? <img src={connector.icon} alt="" /> : null}
                {connector.name}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="soft">
          {isLocal
            ? "This browser has no wallet; use one of the local chain’s own accounts."
            : "This browser has no wallet. Install one that is a browser extension, then open this again."}
        </p>
      )}
      {dev ? (
        <AccountPicker
          connector={dev}
          current={undefined}
          onPick={(picked) => {
            dev.choose(picked);
            void use(dev);
          }}
        />
      ) : null}
    </>
  );
}

interface AccountPickerProps {
  readonly connector: DevAccounts;
  readonly current: Address | undefined;
  readonly onPick: (account: Address) => void;
}

/** The local chain's own accounts, which its node signs for. */
function AccountPicker({ connector, current, onPick }: AccountPickerProps) {
  const { client, config } = usePage();
  const heading = useId();
  const { data, error } = useQuery({
    queryKey: ["devAccounts", config.rpcUrl],
    queryFn: async () => {
      const accounts = await connector.listAccounts();
      return Promise.all(
        accounts.map(async (address) => ({
          address,
          fundsWei: await client.getBalance({ address }),
        })),
      );
    },
    staleTime: 0,
    retry: false,
  });
  return (
    <section className="stack tight" aria-labelledby={heading}>
      <h3 id={heading}>Development accounts</h3>
      <p className="soft small">
        Accounts of the local chain; its node signs for them. Never real money.
      </p>
      <ProblemNotice problem={error ? problemOf(error) : undefined} />
      <ul className="menu accounts">
        {data?.map(({ address, fundsWei }, position) => (
          <li key={address} className="row spread">
            <Button aria-pressed={address === current} onClick={() => onPick(address)}>
              Account {position + 1}
            </Button>
            <span className="small holdings">
              <span className="mono">{formatAddress(address)}</span>{" "}
              <span className="soft">{formatEth(fundsWei)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
