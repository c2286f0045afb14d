import { createFileRoute, Navigate } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/t/$team/")({ component: TeamHome });

function TeamHome() {
  const { team } = Route.useParams();
  return <Navigate to="/t/$team/tasks" params={{ team }} replace />;
}
