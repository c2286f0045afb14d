import { createFileRoute, redirect } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/t/$team/")({
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/t/$team/tasks", params, replace: true });
  },
});
