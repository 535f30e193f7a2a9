import type { ReactNode } from "react";
import { Button } from "./Button";

interface ConnectFirstProps {
  readonly onConnect: () => void;
  readonly children: ReactNode;
}

/** In place of what needs an account. */
export function ConnectFirst({ onConnect, children }: ConnectFirstProps) {
  return (
    <section className="card">
      <p>{children}</p>
      <div>
        <Button look="primary" onClick={onConnect}>
          Connect a wallet
        </Button>
      </div>
    </section>
  );
}
