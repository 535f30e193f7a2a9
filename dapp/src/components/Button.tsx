import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "primary" | "plain" | "normal";
  readonly size?: "normal" | "small" | "icon";
  readonly busy?: boolean;
}

export function Button({
  look = "normal",
  size = "normal",
  busy = false,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const looks = [look, size].filter((name) => name !== "normal");
  return (
    <button
      type="button"
      {...rest}
      className={["button", ...looks].join(" ")}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : null}
      {children}
    </button>
  );
}
