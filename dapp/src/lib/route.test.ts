import { expect, test } from "vitest";
import { parseRoute, routeHref, type Route } from "./route";

const routes: Route[] = [
  { screen: "models" },
  { screen: "model", index: 12 },
  { screen: "mine" },
  { screen: "due" },
  { screen: "rewards" },
];

test.each(routes)("$screen is found again from its address", (route) => {
  expect(parseRoute(routeHref(route))).toEqual(route);
});

test.each(["", "#", "#/nowhere", "#/models/x", "#/models/-1", "#/models/99999999999"])(
  "%j leads to the list of models",
  (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: "models" });
  },
);
