// What `pnpm dev` runs: the workspace hands this over, so that nothing here knows an app.

export interface DemoAccount {
  role: string;
  email: string;
  password: string;
}

export interface App {
  /** The name to print. */
  name: string;
  /** The absolute path of the workspace, which has `apps/web` and `packages/backend`. */
  root: string;
  /** The accounts that the backend's `seed:run` creates, printed once they exist. May be empty. */
  demoAccounts: readonly DemoAccount[];
  /** Creates the environment variables that sign session tokens on a fresh deployment. */
  generateAuthKeys: () => Promise<{ JWT_PRIVATE_KEY: string; JWKS: string }>;
}
