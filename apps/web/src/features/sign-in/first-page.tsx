// The sign-in page for somebody who opens it first, without the router.
import { api } from "@repo/backend/_generated/api";
import { useConvex } from "convex/react";
import { useEffect, useState } from "react";

import type { FirstPageProps } from "@/shell/visitors";

import { readSignInSearch } from "./search";
import { SignInPage } from "./sign-in-page";

export default function FirstPage({ follow }: FirstPageProps) {
  const convex = useConvex();
  const [search] = useState(() => {
    const params = new URLSearchParams(location.search);
    return readSignInSearch(Object.fromEntries(params));
  });
  useEffect(() => {
    // The same as the loader of the route.
    convex.prewarmQuery({ query: api.auth.providers, args: {} });
  }, [convex]);
  return <SignInPage search={search} follow={follow} />;
}
