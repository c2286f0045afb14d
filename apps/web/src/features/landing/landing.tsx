// What visitors see first: what the app is, and the ways in.
import { APP_NAME } from "@repo/validators/app";
import { Link } from "@tanstack/react-router";
import { Suspense } from "react";

import { Button } from "@/components/ui/button";
import { Brand } from "@/shell/brand";
import { landingPoints, waysIn } from "@/shell/feature";

import { words } from "./words";

export function Landing() {
  return (
    <div className="mx-auto grid min-h-dvh max-w-5xl grid-rows-[auto_1fr_auto] px-4 sm:px-8">
      <title>{APP_NAME}</title>
      <header className="flex h-16 items-center justify-between gap-4">
        <Brand />
        <Button asChild variant="outline" size="sm">
          <Link to="/sign-in">{words.signIn}</Link>
        </Button>
      </header>
      <main className="grid content-center gap-12 py-10 sm:gap-16">
        <section className="grid justify-items-center gap-5 text-center">
          <h1 className="max-w-2xl text-4xl font-semibold tracking-tight text-balance sm:text-5xl">
            {words.title}
          </h1>
          <p className="max-w-xl text-lg text-pretty text-muted-foreground">{words.text}</p>
          <div className="flex flex-wrap justify-center gap-3">
            <Button asChild size="lg">
              <Link to="/sign-in" search={{ mode: "sign-up" }}>
                {words.signUp}
              </Link>
            </Button>
            <Button asChild size="lg" variant="outline">
              <Link to="/sign-in">{words.signIn}</Link>
            </Button>
          </div>
          <Suspense>
            {waysIn.map((WayIn, index) => (
              <WayIn key={index} />
            ))}
          </Suspense>
        </section>
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {landingPoints.map(({ icon: Icon, title, text }) => (
            <li key={title} className="grid content-start gap-2 rounded-xl border bg-card p-5">
              <Icon aria-hidden className="size-5 text-primary" />
              <h2 className="font-semibold">{title}</h2>
              <p className="text-sm text-pretty text-muted-foreground">{text}</p>
            </li>
          ))}
        </ul>
      </main>
      <footer className="py-6 text-center text-sm text-muted-foreground">{APP_NAME}</footer>
    </div>
  );
}
