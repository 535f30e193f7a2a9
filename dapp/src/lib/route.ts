/** A screen of the page. */
export type Route =
  | { readonly screen: "models" }
  | { readonly screen: "model"; readonly index: number }
  | { readonly screen: "mine" }
  | { readonly screen: "due" }
  | { readonly screen: "rewards" };

/** Read the part of the address after `#`; anything unknown is the list of models. */
export function parseRoute(hash: string): Route {
  const [first = "", second = ""] = hash.replace(/^#\/?/, "").split("/");
  if (first === "models" && /^\d{1,9}$/.test(second)) {
    return { screen: "model", index: Number(second) };
  }
  if (first === "mine" || first === "due" || first === "rewards") return { screen: first };
  return { screen: "models" };
}

export function routeHref(route: Route): string {
  switch (route.screen) {
    case "models":
      return "#/";
    case "model":
      return `#/models/${route.index}`;
    default:
      return `#/${route.screen}`;
  }
}
