// Every word of this feature that a person reads, so that another language is another file.
import { dateText } from "@/lib/language";
const dateOf = dateText({ dateStyle: "medium" });

export const words = {
  title: "People",
  subtitle: "Everyone who has an account.",
  list: "People",
  loading: "Loading people",
  search: "Search by name or address",
  order: "Order",
  orders: { newest: "Newest first", name: "By name" },
  nobody: "Nobody matches.",
  you: "you",
  joined: (time: number) => `joined ${dateOf(time)}`,
  role: (name: string) => `Role of ${name}`,
  notChanged: "The role was not changed.",
  ownRoleTitle: "Change your own role?",
  ownRoleText: "You lose this page at once. Another admin can give the role back.",
  ownRoleConfirm: "Change my role",
  banned: "Banned",
  leaving: "Leaving",
  ban: (name: string) => `Ban ${name}`,
  banTitle: (name: string) => `Ban ${name}?`,
  banText: "Their sessions end at once, and they cannot sign in until the ban is lifted.",
  banConfirm: "Ban",
  notBanned: "The person was not banned.",
  unban: "Lift the ban",
  unbanOf: (name: string) => `Lift the ban of ${name}`,
  notUnbanned: "The ban was not lifted.",
};
