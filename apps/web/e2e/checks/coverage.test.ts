// Every flow of the backend and every route of the app is tested in a browser.
import { flows } from "@repo/backend/flows/flows";
import { expect, test } from "vitest";

import { loadParts } from "../app/part.ts";
import { addressesOfRoutes, core } from "../pages.ts";
import { needlessReasons, provenFlows, unknownParams, unprovenFlows } from "./coverage.ts";

const parts = [core, ...(await loadParts())];
const screenless = Object.assign({}, ...parts.map((part) => part.screenless));
const params = Object.assign({}, ...parts.map((part) => part.params));
const addresses = [...addressesOfRoutes(), ...parts.flatMap(({ states }) => states ?? [])];
const names = flows.map(({ name }) => name);
// Browsers sign in to the demo accounts, and chapters with people of their own have others.
const shown = flows.filter(({ cast }) => cast === undefined).map(({ name }) => name);

test("each flow has a test in a browser, or a reason", () => {
  expect(unprovenFlows(shown, provenFlows(), screenless)).toEqual([]);
});

test("a flow without either is seen", () => {
  expect(unprovenFlows(["a", "b", "c"], ["a"], { b: "a reason", c: " " })).toEqual(["c"]);
});

test("each reason is needed", () => {
  expect(needlessReasons(names, provenFlows(), screenless)).toEqual([]);
  expect(needlessReasons(["a"], ["a"], { a: "tested", b: "no flow" })).toEqual(["a", "b"]);
});

test("each test proves a flow that is there", () => {
  expect(provenFlows().filter((name) => !names.includes(name))).toEqual([]);
});

test("each route can be shown", () => {
  expect(unknownParams(addresses, params)).toEqual([]);
  expect(addresses).toEqual(expect.arrayContaining(["/", "/sign-in", "/t/$team/tasks"]));
});

test("a route with an unknown parameter is seen", () => {
  expect(unknownParams(["/t/$team/boats/$boat"], params)).toEqual(["/t/$team/boats/$boat"]);
});
