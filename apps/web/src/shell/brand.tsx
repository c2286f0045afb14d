import { APP_NAME } from "@repo/validators/app";

/** The mark and the name of the product. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5 text-base font-semibold tracking-tight">
      <img src="/favicon.svg" alt="" className="size-7" />
      {APP_NAME}
    </span>
  );
}
