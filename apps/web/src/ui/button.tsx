import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";

import { classNames } from "./class-names.ts";

/** The look of a button, for links that act as one. */
export const buttonClass = cva(
  "inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors select-none disabled:opacity-60 aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border border-line bg-surface text-ink hover:bg-sunken",
        quiet: "text-muted hover:bg-sunken hover:text-ink",
        danger: "bg-danger text-on-danger hover:bg-danger-hover",
      },
      size: {
        normal: "h-10 px-4 text-sm",
        small: "h-9 px-3 text-sm",
        icon: "size-9",
      },
    },
    defaultVariants: { variant: "primary", size: "normal" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonClass> {
  /** Shows a spinner and takes no clicks, but keeps the focus. */
  isBusy?: boolean;
}

/** A button; `type` is "button" unless said otherwise. */
export function Button({
  variant,
  size,
  isBusy = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isBusy || undefined}
      className={classNames(buttonClass({ variant, size }), className)}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isBusy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
