// How long what people say of themselves may be. Apart from `users.ts`, because the sign-in page is drawn before zod is
// loaded.
export const userLimits = {
  name: { min: 1, max: 80 },
  email: { max: 254 },
  password: { min: 8, max: 128 },
  bio: { max: 500 },
  timeZone: { max: 64 },
} as const;
