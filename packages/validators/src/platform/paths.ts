// The pages of the web app that notifications and e-mails link to. A test of the app resolves each to a route.
import { knowledgePaths } from "../features/knowledge.ts";
import { appPath } from "../appPath.ts";

export const paths = {
  account: () => appPath`/account`,
  invitation: (token: string) => appPath`/invitation#${token}`,
  invitations: () => appPath`/invitations`,
  members: (teamId: string) => appPath`/t/${teamId}/members`,
  resetPassword: () => appPath`/sign-in?mode=reset`,
  task: (teamId: string, taskId: string) => appPath`/t/${teamId}/tasks?task=${taskId}`,
  ...knowledgePaths,
} as const;
