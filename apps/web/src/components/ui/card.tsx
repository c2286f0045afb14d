import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

export function Card({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      {...rest}
      data-slot="card"
      className={cn(
        "grid gap-4 rounded-xl border bg-card p-5 text-card-foreground shadow-sm",
        className,
      )}
    />
  );
}

export function CardHeader({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} data-slot="card-header" className={cn("grid gap-1", className)} />;
}

export function CardTitle({ className, ...rest }: ComponentProps<"h2">) {
  return (
    <h2
      {...rest}
      data-slot="card-title"
      className={cn("text-lg leading-snug font-semibold", className)}
    />
  );
}

export function CardDescription({ className, ...rest }: ComponentProps<"p">) {
  return (
    <p
      {...rest}
      data-slot="card-description"
      className={cn("text-sm text-pretty text-muted-foreground", className)}
    />
  );
}

export function CardContent({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} data-slot="card-content" className={cn("grid gap-3", className)} />;
}

export function CardFooter({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      {...rest}
      data-slot="card-footer"
      className={cn("flex flex-wrap items-center gap-2", className)}
    />
  );
}
