// A person with an account: the stored shape, what others may see, and what signing up takes.
import { z } from "zod";
import { roles } from "../access.ts";
import { withSystemFields, zid } from "../convex.ts";
import { singleLine, timestamp } from "../fields.ts";
import { userLimits } from "./userLimits.ts";

export { userLimits };

export const email = z
  .string()
  .trim()
  // Before the case is changed: some signs that look like letters become letters by that.
  .regex(/^[\x21-\x7e]*$/, { error: "Enter a valid e-mail address", abort: true })
  .toLowerCase()
  .max(userLimits.email.max)
  .check(z.email("Enter a valid e-mail address"));

export const password = z.string().min(userLimits.password.min).max(userLimits.password.max);

/** The name of a time zone, such as `Europe/Vienna`. */
export const timeZone = z
  .string()
  .max(userLimits.timeZone.max)
  .refine(isTimeZone, "Enter a time zone such as Europe/Vienna");

export const user = z.object({
  name: singleLine(userLimits.name),
  email,
  role: z.enum(roles),
  /** The name as lists sort it. Absent in rows that are older than it, until `migrations.ts` fills it in. */
  nameKey: z.string().optional(),
  bio: z.string().trim().max(userLimits.bio.max).optional(),
  timeZone: timeZone.optional(),
  avatarId: zid("files").optional(),
  /** Since when the person may not sign in. */
  bannedAt: timestamp.optional(),
  /** Since when the account is on its way out: the row goes last. */
  leavingSince: timestamp.optional(),
  // Kept by the auth library for other ways to sign in; absent for a password account.
  image: z.string().optional(),
  emailVerificationTime: z.number().optional(),
  phone: z.string().optional(),
  phoneVerificationTime: z.number().optional(),
  isAnonymous: z.boolean().optional(),
});
export type User = z.infer<typeof user>;

export const publicUser = z.object(
  withSystemFields("users", user.pick({ name: true, email: true, role: true }).shape),
);
export type PublicUser = z.infer<typeof publicUser>;

/** Where a picture is; null for none. */
const avatar = { avatarUrl: z.string().nullable() };

/** What a person sees of themselves. */
export const ownProfile = publicUser.extend({
  ...user.pick({ bio: true, timeZone: true }).shape,
  ...avatar,
});
export type OwnProfile = z.infer<typeof ownProfile>;

/** What those see who share a team with a person. */
export const profile = z.object({
  _id: zid("users"),
  ...user.pick({ name: true, bio: true, timeZone: true }).shape,
  ...avatar,
});
export type Profile = z.infer<typeof profile>;

/** What an admin sees of everybody. */
export const listedUser = publicUser.extend({
  ...user.pick({ bannedAt: true, leavingSince: true }).shape,
  ...avatar,
});
export type ListedUser = z.infer<typeof listedUser>;

/** What a person may change of themselves. What is absent stays, and null takes a value away. */
export const profileChanges = z.object({
  name: user.shape.name.optional(),
  bio: user.shape.bio.nullable(),
  timeZone: user.shape.timeZone.nullable(),
});
export type ProfileChanges = z.infer<typeof profileChanges>;

export const signUpInput = user.pick({ name: true, email: true }).extend({ password });
export type SignUpInput = z.infer<typeof signUpInput>;

/** A password that today's limits would refuse may still be somebody's. */
export const signInInput = z.object({
  email,
  password: z.string().min(1).max(userLimits.password.max),
});
export type SignInInput = z.infer<typeof signInInput>;

/** How the list of everybody is sorted. */
export const userOrder = z.enum(["newest", "name"]);
export type UserOrder = z.infer<typeof userOrder>;

/**
 * Makes the key that a name is sorted by: `Émile` stands with `emile`.
 * @param name as the person writes it
 * @returns the name in small letters, without marks
 */
export function nameKeyOf(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
/** Asks for a code to choose a new password with. */
export const resetInput = user.pick({ email: true });
export type ResetInput = z.infer<typeof resetInput>;
