// What the real-input test asks for: nine entities with every type and modifier among them, and
// functions of every kind.

/** Name of the entity, then what is typed after it. Later ones refer to earlier ones. */
const made: [string, string[]][] = [
  [
    "customer",
    [
      ...[
        "name:string(1..80)+search",
        "mail:email+unique",
        "site:url?",
        "kind:enum(person,firm)=person",
      ],
      ...["--search-filter", "kind"],
      ...["--access", "member:all:read", "--access", "admin:all"],
    ],
  ],
  [
    "product",
    [
      ...["title:string(1..120)", "price:number(0..100000)", "active:bool=true"],
      ...["--public", "title,price", "--public-when", "active"],
      ...["--access", "member:all:read", "--access", "admin:all"],
    ],
  ],
  [
    "order",
    [
      ...["customerId:ref(customers)", "productId:ref(products)"],
      ...["status:enum(open,paid,shipped)+index=open", "quantity:int(1..100)=1"],
      ...["--access", "member:all:read+create", "--access", "admin:all"],
    ],
  ],
  [
    "ticket",
    [
      ...["number:int+unique+server", "subject:string(3..140)+search", "body:text", "mail:email?"],
      ...["link:url?", "weight:number(0..5)?+nullable", "urgent:bool=false", "dueAt:date?"],
      ...["openedAt:date=now", "status:enum(open,pending,solved)+index=open"],
      ...["customerId:ref(customers)?+clear", "orderId:ref(orders)?+restrict"],
      ...["ownerId:ref(users)+owner", "logo:file?", "files:file[0..3]"],
      ...["embedding:vector(8)?+server", "meta:json?", "tags:string(1..30)[0..10]"],
      ...["secret:string?+private", "code:string(1..20)+immutable", "slug:string(1..40)+unique"],
      // A row shows its first facts alone: these are in the form.
      ...["productIds:ref(products)[0..5]", "watcherIds:ref(users)[]"],
      ...["--allow-any", "--access", "member:own", "--access", "admin:all"],
    ],
  ],
  [
    "comment",
    [
      ...["ticketId:ref(tickets)+cascade+immutable", "authorId:ref(users)+owner"],
      ...["body:text(1..5000)", "--access", "member:own", "--access", "admin:all"],
    ],
  ],
  [
    "project",
    [
      ...["teamId:ref(teams)+cascade", "ownerId:ref(users)+owner", "name:string(1..80)+search"],
      ...["status:enum(open,done)+index=open", "embedding:vector(8)?+server"],
      ...["--access", "member:team:read+create+update", "--access", "member:led:remove"],
      ...["--access", "admin:all"],
    ],
  ],
  [
    "phase",
    [
      ...["teamId:ref(teams)+cascade", "projectId:ref(projects)+cascade", "title:string(1..80)"],
      ...["number:int+unique+server", "assigneeId:ref(users)?+clear", "plan:file?"],
      ...["followsId:ref(phases)?+clear", "--access", "member:team", "--access", "admin:team"],
    ],
  ],
  [
    "post",
    [
      ...["teamId:ref(teams)+cascade", "authorId:ref(users)+owner", "title:string(1..80)"],
      ...['stage:enum(draft,sent,paid="Paid out",void)=draft'],
      ...["--states", "stage: draft>sent>paid, sent>void by admin"],
      ...["--access", "member:team:read+create", "--access", "member:own:update+remove"],
      ...["--access", "admin:team:read+create", "--access", "admin:own:update+remove"],
    ],
  ],
  [
    "budget",
    [
      ...["squadId:ref(teams)+cascade", "title:string(1..80)"],
      ...["--access", "member:led", "--access", "admin:led"],
    ],
  ],
];

export const entities = made.map(([name, argv]): [string, string[]] => [name, [...argv, "--web"]]);

/**
 * Those whose own checks are run at night: the entity with the most types, and the last function, whose run writes the
 * reference pages and the snapshot of all of them. What the others wrote is checked with the whole repository.
 */
export const checked: readonly string[] = ["ticket", "reports.knock"];

/** Name of the function, then what is typed after it. */
export const functions: [string, string[]][] = [
  [
    "tickets.close",
    [
      ...["--kind", "mutation", "--args", "id:ref(tickets) reason:text(1..500)?"],
      ...["--access", "tickets.update", "--rate-limit", "20/minute", "--about", "Closes a ticket"],
    ],
  ],
  ["tickets.mine", ["--kind", "query", "--returns", "page", "--access", "tickets.read"]],
  [
    "orders.peek",
    ["--kind", "query", "--args", "id:ref(orders)", "--returns", "row", "--access", "orders.read"],
  ],
  ["comments.every", ["--kind", "internalQuery", "--returns", "page"]],
  [
    "reports.total",
    [
      "--kind",
      "internalQuery",
      "--args",
      "from:date to:date tags:string(1..9)[0..5]",
      "--returns",
      "int",
    ],
  ],
  ["reports.sweep", ["--kind", "internalMutation", "--args", "batch:int(1..500)=100"]],
  [
    "reports.send",
    [
      ...[
        "--kind",
        "action",
        "--args",
        "to:email",
        "--access",
        "signedIn",
        "--rate-limit",
        "5/day",
      ],
      ...["--because", "its client waits for what the service answers"],
    ],
  ],
  ["reports.collect", ["--kind", "internalAction", "--returns", "enum(done,failed)"]],
  [
    "reports.knock",
    ["--kind", "mutation", "--access", "public:counts a visit", "--rate-limit", "10/minute"],
  ],
];
