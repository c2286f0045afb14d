import { describe, expect, test } from "vitest";
import type { Design, EntityDesign } from "../design.ts";
import { itemsOf } from "./items.ts";

const designOf = (entities: Record<string, EntityDesign>, more: Partial<Design> = {}): Design => ({
  ...{ version: 1, name: "Shop", about: "A shop." },
  ...more,
  entities,
});
const order = (design: Design) => itemsOf(design).map(({ at }) => at.join("."));

describe("the order", () => {
  test("has each table after those that it names, and else that of the design", () => {
    const design = designOf({
      line: { fields: { orderId: "ref(orders)+cascade", productId: "ref(products)" } },
      order: { fields: { buyerId: "ref(users)+owner" } },
      product: { fields: { title: "string(1..80)" } },
    });
    expect(order(design)).toEqual(["entities.order", "entities.product", "entities.line"]);
  });

  test("has roles before the access that names them, and after the tables that they are granted", () => {
    const design = designOf(
      {
        order: { fields: { title: "string" }, access: ["admin:all", "clerk:all:read"] },
        report: { fields: { title: "string" } },
      },
      { roles: { chief: { extends: "clerk", grant: ["reports.read:all"] }, clerk: {} } },
    );
    expect(order(design)).toEqual([
      "roles.clerk",
      "entities.order",
      "entities.report",
      "roles.chief",
    ]);
  });

  test("has what works on tables behind them", () => {
    const design = designOf(
      { order: { fields: { title: "string" } } },
      {
        functions: { "orders.pay": { kind: "mutation", args: { id: "ref(orders)" } } },
        http: { "POST /webhooks/pay": { signature: "hmac:PAY_SECRET" } },
        components: { "sharded-counter": { because: "Orders are counted." } },
        environment: { SHOP_NAME: { about: "the name of the shop" } },
      },
    );
    expect(itemsOf(design).slice(1)).toEqual([
      {
        generator: "component",
        input: { component: "sharded-counter" },
        at: ["components", "sharded-counter"],
      },
      {
        generator: "function",
        input: { name: "orders.pay", kind: "mutation", args: ["id:ref(orders)"] },
        at: ["functions", "orders.pay"],
      },
      {
        generator: "http",
        input: { method: "POST", path: "/webhooks/pay", signature: "hmac:PAY_SECRET" },
        at: ["http", "POST /webhooks/pay"],
      },
      {
        generator: "variable",
        input: { name: "SHOP_NAME", about: "the name of the shop" },
        at: ["environment", "SHOP_NAME"],
      },
    ]);
  });
});

describe("a circle", () => {
  const bike = { fields: { name: "string", rideId: "ref(rides)?+clear" }, index: ["name,rideId"] };

  test("of an optional reference: the entity comes without it first, and as a whole at the end", () => {
    const design = designOf({ bike, ride: { fields: { bikeId: "ref(bikes)+cascade" } } });
    const [part, ride, whole] = itemsOf(design);
    expect(part).toEqual({
      ...{ generator: "entity", at: ["entities", "bike"], isPart: true },
      input: { name: "bike", fields: ["name:string"], index: [] },
    });
    expect(ride!.at).toEqual(["entities", "ride"]);
    expect(whole!.isPart).toBeUndefined();
    expect(whole!.input).toEqual({
      ...{ name: "bike", fields: ["name:string", "rideId:ref(rides)?+clear"] },
      index: ["name,rideId"],
    });
  });

  test("of required references stays in the order of the design", () => {
    const design = designOf({
      one: { fields: { otherId: "ref(others)" } },
      other: { fields: { oneId: "ref(ones)" } },
    });
    expect(order(design)).toEqual(["entities.one", "entities.other"]);
  });
});
