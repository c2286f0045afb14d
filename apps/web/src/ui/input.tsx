import type { ComponentProps } from "react";

import { classNames } from "./class-names.ts";

const controlClass =
  "w-full rounded-lg border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-muted transition-colors focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={classNames(controlClass, "h-10", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      className={classNames(controlClass, "field-sizing-content min-h-24 py-2", className)}
    />
  );
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select {...rest} className={classNames(controlClass, "h-10", className)} />;
}

export function Checkbox({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      {...rest}
      type="checkbox"
      className={classNames("size-5 justify-self-start accent-accent", className)}
    />
  );
}
