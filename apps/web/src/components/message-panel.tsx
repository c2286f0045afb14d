import type { ReactNode } from "react";

/** A page, or a part of one, that says something instead of showing content. */
export function MessagePanel({
  icon,
  title,
  children,
  actions,
  headingLevel = 2,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  headingLevel?: 1 | 2;
}) {
  const Heading = headingLevel === 1 ? "h1" : "h2";
  return (
    <section className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-16 text-center">
      {icon && (
        <div className="grid size-12 place-items-center rounded-full bg-accent text-accent-foreground [&_svg]:size-6">
          {icon}
        </div>
      )}
      <Heading className="text-xl font-semibold text-balance">{title}</Heading>
      {children && (
        <div className="text-balance wrap-anywhere text-muted-foreground">{children}</div>
      )}
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </section>
  );
}
