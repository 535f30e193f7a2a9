import { createContext, useContext } from "react";

/** Opens the dialog in which people choose a wallet. */
export const WalletDialogContext = createContext<() => void>(() => undefined);

export function useOpenWallets(): () => void {
  return useContext(WalletDialogContext);
}
