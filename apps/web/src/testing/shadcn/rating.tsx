import * as React from "react";
import { cva, type VariantProps } from "class-variance-authority";
import { StarIcon } from "lucide-react";
import { ToggleGroup as ToggleGroupPrimitive } from "radix-ui";

import { cn } from "@/lib/utils";
import { Label } from "@/components/ui/label";

const ratingVariants = cva(
  "inline-flex items-center gap-1 rounded-md border border-input bg-background p-1 text-foreground shadow-xs",
  {
    variants: {
      size: {
        default: "h-9",
        sm: "h-8",
      },
    },
    defaultVariants: {
      size: "default",
    },
  },
);

function Rating({
  className,
  size,
  label,
  ...props
}: Omit<
  React.ComponentProps<typeof ToggleGroupPrimitive.Root>,
  "type" | "value" | "defaultValue" | "onValueChange"
> &
  VariantProps<typeof ratingVariants> & { label: string }) {
  return (
    <div className="grid gap-2">
      <Label>{label}</Label>
      <ToggleGroupPrimitive.Root
        data-slot="rating"
        aria-label={label}
        className={cn(ratingVariants({ size, className }))}
        {...props}
        type="single"
      >
        {["1", "2", "3"].map((star) => (
          <RatingItem key={star} value={star} />
        ))}
      </ToggleGroupPrimitive.Root>
    </div>
  );
}

function RatingItem({
  className,
  ...props
}: React.ComponentProps<typeof ToggleGroupPrimitive.Item>) {
  return (
    <ToggleGroupPrimitive.Item
      data-slot="rating-item"
      className={cn(
        "rounded-sm p-1 text-muted-foreground outline-none hover:bg-accent hover:text-accent-foreground focus-visible:ring-[3px] focus-visible:ring-ring/50 data-[state=on]:text-primary [&_svg]:size-4",
        className,
      )}
      aria-label={`${props.value} of 3`}
      {...props}
    >
      <StarIcon />
    </ToggleGroupPrimitive.Item>
  );
}

export { Rating, RatingItem, ratingVariants };
