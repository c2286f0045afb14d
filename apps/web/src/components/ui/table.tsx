import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

export function Table({ className, ...rest }: ComponentProps<"table">) {
  return (
    // Scrolls by keyboard, too, where the table is wider than the screen.
    <div data-slot="table-container" tabIndex={0} className="relative w-full overflow-x-auto">
      <table {...rest} data-slot="table" className={cn("w-full text-sm", className)} />
    </div>
  );
}

export function TableHeader({ className, ...rest }: ComponentProps<"thead">) {
  return <thead {...rest} data-slot="table-header" className={cn("[&_tr]:border-b", className)} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return (
    <tbody
      {...rest}
      data-slot="table-body"
      className={cn("[&_tr:last-child]:border-0", className)}
    />
  );
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} data-slot="table-row" className={cn("border-b", className)} />;
}

export function TableHead({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...rest}
      data-slot="table-head"
      className={cn(
        "h-10 px-3 text-left align-middle font-medium whitespace-nowrap text-muted-foreground",
        className,
      )}
    />
  );
}

export function TableCell({ className, ...rest }: ComponentProps<"td">) {
  return <td {...rest} data-slot="table-cell" className={cn("p-3 align-middle", className)} />;
}
