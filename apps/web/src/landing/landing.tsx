// What visitors see first: what the app is, and the ways in. Its links are plain ones, because the router is loaded with
// the page that they lead to.
import { APP_NAME } from "@repo/validators/app";
import { Suspense, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Brand } from "@/shell/brand";
import { landingPoints } from "@/shell/visitors";

import { words } from "./words";

/** `waysIn`: what is below the buttons, as soon as it is loaded. */
export function Landing({ waysIn }: { waysIn: ReactNode }) {
  return (
    <div className="mx-auto grid min-h-dvh max-w-5xl grid-rows-[auto_1fr_auto] px-4 sm:px-8">
      <title>{APP_NAME}</title>
      <header className="flex h-16 items-center justify-between gap-4">
        <Brand />
        <Button asChild variant="outline" size="sm">
          <a href="/sign-in">{words.signIn}</a>
        </Button>
      </header>
      <main className="grid content-center gap-12 py-10 sm:gap-16">
        <section className="grid justify-items-center gap-5 text-center">
          <h1 className="max-w-2xl text-4xl font-semibold tracking-tight text-balance sm:text-5xl">
            {words.title}
          </h1>
          <p className="max-w-xl text-lg text-balance text-muted-foreground">{words.text}</p>
          <div className="flex flex-wrap justify-center gap-3">
            <Button asChild size="lg">
              <a href="/sign-in?mode=sign-up">{words.signUp}</a>
            </Button>
            <Button asChild size="lg" variant="outline">
              <a href="/sign-in">{words.signIn}</a>
            </Button>
          </div>
          {/* As high as a way in, so that nothing moves when it arrives. */}
          {waysIn && (
            <div className="min-h-36 sm:min-h-14">
              <Suspense>{waysIn}</Suspense>
            </div>
          )}
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
