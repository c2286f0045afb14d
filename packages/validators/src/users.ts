// A person with an account: the stored shape, what others may see, and what signing up takes.
import { withSystemFields } from "convex-helpers/server/zod4";
import { z } from "zod";
import { roles } from "./access.ts";

export const userLimits = {
  name: { min: 1, max: 80 },
  email: { max: 254 },
  password: { min: 8, max: 128 },
} as const;

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(userLimits.email.max)
  .check(z.email("Not an e-mail address"));

export const password = z.string().min(userLimits.password.min).max(userLimits.password.max);

export const user = z.object({
  name: z.string().trim().min(userLimits.name.min).max(userLimits.name.max),
  email,
  role: z.enum(roles),
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

export const signUpInput = user.pick({ name: true, email: true }).extend({ password });
export type SignUpInput = z.infer<typeof signUpInput>;

/** A password that today's limits would refuse may still be somebody's. */
export const signInInput = z.object({
  email,
  password: z.string().min(1).max(userLimits.password.max),
});
export type SignInInput = z.infer<typeof signInInput>;
