import { defineDesign } from "@groundwork/convex-generators/design/design";

export default defineDesign({
  version: 1,
  name: "Shop",
  about: "Shops of teams sell products: visitors look, customers order, clerks deliver.",
  features: {
    catalog: {
      about: "Products with variants, in categories",
      stories: [
        "As a visitor I see published products.",
        "As a clerk I add products and variants.",
      ],
      entities: ["category", "product", "variant", "review"],
    },
    cart: {
      about: "What a customer is about to buy",
      stories: ["As a customer I put variants into my cart."],
      entities: ["cart", "cartLine", "coupon", "address"],
    },
    orders: {
      about: "What was bought, paid and sent",
      stories: ["As a customer I order.", "As a clerk I send an order.", "As a clerk I refund."],
      entities: ["order", "orderLine", "payment", "shipment", "refund"],
    },
    stock: {
      about: "How many there are, and where they went",
      stories: ["As a clerk I count the stock.", "As a clerk I see every movement."],
      entities: ["warehouse", "stockMovement"],
    },
  },
  roles: {
    clerk: { about: "works in the shop", extends: "member" },
  },
  entities: {
    category: {
      fields: { title: "string(1..80)+unique" },
      access: ["member:all:read", "clerk:all", "admin:all"],
      scale: { rows: 100 },
    },
    product: {
      about: "what is sold, in one or several variants",
      fields: {
        title: "string(1..120)+search",
        description: "text(1..5000)?",
        categoryId: "ref(categories)",
        isPublished: "bool=false",
      },
      access: ["member:all:read", "clerk:all", "admin:all"],
      public: "title,description",
      publicWhen: "isPublished",
      searchFilter: "categoryId",
      scale: { rows: 10_000 },
    },
    variant: {
      about: "one size or colour of a product",
      fields: {
        sku: "string(1..40)+unique",
        label: "string(1..80)",
        price: "money(EUR,0..99999.99)",
        stock: "int(0..)=0",
        productId: "ref(products)+cascade",
      },
      access: ["member:all:read", "clerk:all", "admin:all"],
      scale: { rows: 50_000 },
    },
    review: {
      fields: {
        title: "string(1..80)",
        stars: "int(1..5)",
        body: "text(1..2000)?",
        productId: "ref(products)+cascade",
        authorId: "ref(users)+owner",
      },
      access: ["member:all:read", "member:own:create+update+remove", "admin:all"],
      unique: ["productId,authorId"],
    },
    address: {
      fields: {
        street: "string(1..120)",
        zip: "string(1..12)",
        city: "string(1..80)",
        ownerId: "ref(users)+owner",
      },
      access: ["member:own"],
    },
    coupon: {
      fields: { code: "string(4..20)+unique", percent: "int(1..90)", until: "day" },
      access: ["clerk:all", "admin:all"],
    },
    cart: {
      fields: {
        label: "string(1..40)",
        ownerId: "ref(users)+owner",
        couponId: "ref(coupons)?+clear",
      },
      access: ["member:own", "admin:all:read"],
    },
    cartLine: {
      fields: {
        cartId: "ref(carts)+cascade",
        variantId: "ref(variants)+cascade",
        count: "int(1..99)=1",
      },
      parent: "carts",
      access: ["member:parent"],
    },
    order: {
      about: "what a customer has bought",
      fields: {
        number: "string(1..20)+unique",
        status: "enum(placed,paid,sent,cancelled)=placed",
        customerId: "ref(users)+owner",
        addressId: "ref(addresses)?+clear",
        total: "money(EUR,0..99999.99)",
      },
      access: ["member:own:read+create", "clerk:all:read+update", "admin:all"],
      states: "status: placed>paid by clerk, paid>sent by clerk, placed>cancelled",
      index: ["status,number"],
      rateLimit: "10/minute",
      scale: { rows: 1_000_000, perOwner: 100 },
    },
    orderLine: {
      fields: {
        orderId: "ref(orders)+cascade",
        variantId: "ref(variants)?+clear",
        count: "int(1..99)",
        price: "money(EUR,0..99999.99)",
      },
      parent: "orders",
      access: ["member:parent:read"],
    },
    payment: {
      fields: { orderId: "ref(orders)+cascade", amount: "money(EUR,0..99999.99)", paidOn: "day" },
      access: ["clerk:all", "admin:all"],
    },
    shipment: {
      fields: { orderId: "ref(orders)+cascade", tracking: "string(1..60)", sentOn: "day" },
      access: ["clerk:all", "admin:all"],
    },
    refund: {
      fields: {
        orderId: "ref(orders)+cascade",
        amount: "money(EUR,0..99999.99)",
        reason: "string(1..200)",
      },
      access: ["clerk:all:read+create", "admin:all"],
    },
    warehouse: {
      fields: { title: "string(1..80)" },
      access: ["clerk:all", "admin:all"],
    },
    stockMovement: {
      fields: {
        reason: "string(1..80)",
        variantId: "ref(variants)+cascade",
        warehouseId: "ref(warehouses)",
        change: "int",
      },
      access: ["clerk:all:read+create", "admin:all"],
      index: ["variantId,change"],
    },
  },
  functions: {
    "orders.place": {
      kind: "mutation",
      args: { cartId: "ref(carts)" },
      returns: "ref(orders)",
      access: "orders.create",
      rateLimit: "10/minute",
      about: "Turns a cart into an order, and takes its variants from the stock.",
    },
  },
  crons: { "drop old carts": { runs: "carts.dropOld", daily: "03:41", removes: "carts:90d" } },
  http: { "POST /webhooks/payment": { signature: "hmac:PAYMENT_SECRET", events: "paid" } },
  environment: { PAYMENT_SECRET: { about: "signs events of payments", secret: true } },
  flows: {
    Buying: {
      people: { ann: "member", bob: "member", cleo: "clerk" },
      actions: [
        {
          as: "cleo",
          does: "add a product with a variant",
          calls: [
            { call: "categories.create", with: { title: "Tea" }, save: "category" },
            {
              call: "products.create",
              with: { title: "Green tea", categoryId: "$category", isPublished: true },
              save: "product",
            },
            {
              call: "variants.create",
              with: { sku: "GT-100", label: "100 g", price: 450, stock: 5, productId: "$product" },
              save: "variant",
            },
          ],
          proves: "It can be bought.",
        },
        {
          as: "ann",
          does: "put it into a cart",
          calls: [
            { call: "carts.create", with: { label: "today" }, save: "cart" },
            {
              call: "cartLines.create",
              with: { cartId: "$cart", variantId: "$variant", count: 2 },
            },
            { call: "cartLines.list", with: { cartId: "$cart" }, expect: { count: 1 } },
          ],
          proves: "One line is in it.",
        },
        {
          as: "bob",
          does: "look into the cart of another customer",
          calls: [{ call: "carts.get", with: { id: "$cart" }, expect: "NOT_FOUND" }],
          proves: "He does not see it.",
        },
        {
          as: "ann",
          does: "review the product",
          calls: [
            { call: "reviews.create", with: { title: "Good", stars: 5, productId: "$product" } },
            {
              call: "reviews.create",
              with: { title: "Again", stars: 1, productId: "$product" },
              expect: "CONFLICT",
            },
          ],
          proves: "Only once.",
        },
      ],
    },
  },
  criteria: {
    carts: {
      text: "A customer never sees the cart of another.",
      proof: ["flow:Buying#3", "access:carts.read.member=own"],
    },
    reviews: { text: "Nobody reviews a product twice.", proof: ["flow:Buying#4"] },
  },
});
