// The page of a task: its goal, what it touches, what comes before it, and the commands that prove it.
import { bullets, code, pageOf, prose } from "./markdown.ts";
import type { Listed } from "./readme-page.ts";
import type { OrderedTask } from "./tasks.ts";

/**
 * Writes the page of a task.
 * @param task of the plan
 * @param at its place there, from 0
 * @param tasks all of them, with their pages
 */
export function taskPage(task: OrderedTask, at: number, tasks: readonly Listed[]): string {
  const { title, goal, touches, proofs, after } = task;
  const before = after.map((other) => {
    const { path, title: name } = tasks[other]!;
    return `[${other + 1}. ${prose(name)}](${path.replace("plan/", "")})`;
  });
  const isLast = at > 0 && after.length === at;
  return pageOf(
    `${at + 1}. ${prose(title)}`,
    [goal],
    [
      { title: "Touches", lines: bullets(touches) },
      {
        title: "Depends on",
        lines:
          isLast && at > 1
            ? ["All tasks before it."]
            : bullets(before.length === 0 ? ["No other task."] : before),
      },
      {
        title: "Done when",
        lines: bullets(proofs.map(([command, proves]) => `${code(command)}: ${proves}`)),
      },
    ],
  );
}
