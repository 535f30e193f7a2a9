export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "commonweal.theme";

export function keptTheme(store: Pick<Storage, "getItem"> | undefined): Theme {
  const kept = store?.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

/** Use a theme now and from now on. */
export function applyTheme(
  theme: Theme,
  root: HTMLElement,
  store: Pick<Storage, "setItem"> | undefined,
): void {
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  store?.setItem(KEY, theme);
}
