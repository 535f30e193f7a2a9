import { useCallback, useState } from "react";
import { browserStore } from "../lib/browserStore";
import { applyTheme, keptTheme, type Theme } from "../lib/theme";

/** The reader's colours and how to choose others. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(() => keptTheme(browserStore()));
  const choose = useCallback((next: Theme) => {
    applyTheme(next, document.documentElement, browserStore());
    setTheme(next);
  }, []);
  return [theme, choose];
}
