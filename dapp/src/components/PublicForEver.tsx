import { Notice } from "./Notice";

interface PublicForEverProps {
  readonly licence: string;
  readonly count: number;
  /** When it becomes public, if that is not now. */
  readonly when?: string;
}

/** What people must know before they sign. */
export function PublicForEver({ licence, count, when }: PublicForEverProps) {
  return (
    <Notice tone="warning">
      <span>
        <strong>Public for ever.</strong>{" "}
        {count === 1 ? "The encoded sample" : "The encoded samples"}, with{" "}
        {count === 1 ? "its label" : "their labels"} and your address, will be on the chain for
        everybody{when ? ` ${when}` : ""} under the licence <strong>{licence}</strong> and cannot be
        taken back. Contribute nothing private.
      </span>
    </Notice>
  );
}
