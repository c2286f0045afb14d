/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as access from "../access.js";
import type * as answering from "../answering.js";
import type * as assistant from "../assistant.js";
import type * as auditEvents from "../auditEvents.js";
import type * as auth from "../auth.js";
import type * as authCodes from "../authCodes.js";
import type * as callCounts from "../callCounts.js";
import type * as checks from "../checks.js";
import type * as crons from "../crons.js";
import type * as emails from "../emails.js";
import type * as errors from "../errors.js";
import type * as files from "../files.js";
import type * as functions from "../functions.js";
import type * as http from "../http.js";
import type * as importing from "../importing.js";
import type * as imports from "../imports.js";
import type * as indexing from "../indexing.js";
import type * as invitations from "../invitations.js";
import type * as jobs from "../jobs.js";
import type * as knowledge from "../knowledge.js";
import type * as memberships from "../memberships.js";
import type * as memories from "../memories.js";
import type * as messages from "../messages.js";
import type * as migrations from "../migrations.js";
import type * as model_accounts from "../model/accounts.js";
import type * as model_actingUser from "../model/actingUser.js";
import type * as model_ai_chunks from "../model/ai/chunks.js";
import type * as model_ai_citations from "../model/ai/citations.js";
import type * as model_ai_html from "../model/ai/html.js";
import type * as model_ai_inTime from "../model/ai/inTime.js";
import type * as model_ai_localChat from "../model/ai/localChat.js";
import type * as model_ai_localEmbedding from "../model/ai/localEmbedding.js";
import type * as model_ai_localTools from "../model/ai/localTools.js";
import type * as model_ai_markdown from "../model/ai/markdown.js";
import type * as model_ai_passages from "../model/ai/passages.js";
import type * as model_ai_prompts from "../model/ai/prompts.js";
import type * as model_ai_providers from "../model/ai/providers.js";
import type * as model_ai_words from "../model/ai/words.js";
import type * as model_assistantTools from "../model/assistantTools.js";
import type * as model_audit from "../model/audit.js";
import type * as model_authCodes from "../model/authCodes.js";
import type * as model_authEmails from "../model/authEmails.js";
import type * as model_authStore from "../model/authStore.js";
import type * as model_bodyWithin from "../model/bodyWithin.js";
import type * as model_clientAddress from "../model/clientAddress.js";
import type * as model_componentData from "../model/componentData.js";
import type * as model_demo from "../model/demo.js";
import type * as model_demoData from "../model/demoData.js";
import type * as model_deployment from "../model/deployment.js";
import type * as model_devices from "../model/devices.js";
import type * as model_digest from "../model/digest.js";
import type * as model_email from "../model/email.js";
import type * as model_failures from "../model/failures.js";
import type * as model_fileAddresses from "../model/fileAddresses.js";
import type * as model_fileHeaders from "../model/fileHeaders.js";
import type * as model_files from "../model/files.js";
import type * as model_importedFiles from "../model/importedFiles.js";
import type * as model_imports from "../model/imports.js";
import type * as model_invitations from "../model/invitations.js";
import type * as model_jobTurns from "../model/jobTurns.js";
import type * as model_jobs from "../model/jobs.js";
import type * as model_keyedHash from "../model/keyedHash.js";
import type * as model_knowledge from "../model/knowledge.js";
import type * as model_memories from "../model/memories.js";
import type * as model_messages from "../model/messages.js";
import type * as model_metering from "../model/metering.js";
import type * as model_notifications from "../model/notifications.js";
import type * as model_oauth from "../model/oauth.js";
import type * as model_ownership from "../model/ownership.js";
import type * as model_pdfTask from "../model/pdfTask.js";
import type * as model_quotas from "../model/quotas.js";
import type * as model_recounts from "../model/recounts.js";
import type * as model_referenceRules from "../model/referenceRules.js";
import type * as model_refreshTokens from "../model/refreshTokens.js";
import type * as model_remains from "../model/remains.js";
import type * as model_removal from "../model/removal.js";
import type * as model_replies from "../model/replies.js";
import type * as model_routes from "../model/routes.js";
import type * as model_sessions from "../model/sessions.js";
import type * as model_sources from "../model/sources.js";
import type * as model_sweep from "../model/sweep.js";
import type * as model_taskCounts from "../model/taskCounts.js";
import type * as model_tasks from "../model/tasks.js";
import type * as model_teams from "../model/teams.js";
import type * as model_tokenBudget from "../model/tokenBudget.js";
import type * as model_unzip from "../model/unzip.js";
import type * as model_users from "../model/users.js";
import type * as model_webhooks from "../model/webhooks.js";
import type * as model_writeReply from "../model/writeReply.js";
import type * as names from "../names.js";
import type * as notes from "../notes.js";
import type * as notificationSettings from "../notificationSettings.js";
import type * as notifications from "../notifications.js";
import type * as pagination from "../pagination.js";
import type * as pdf from "../pdf.js";
import type * as pdfThread from "../pdfThread.js";
import type * as questions from "../questions.js";
import type * as quotas from "../quotas.js";
import type * as rateLimits from "../rateLimits.js";
import type * as references from "../references.js";
import type * as removals from "../removals.js";
import type * as rows from "../rows.js";
import type * as seed from "../seed.js";
import type * as sessions from "../sessions.js";
import type * as sources from "../sources.js";
import type * as tables_auditEvents from "../tables/auditEvents.js";
import type * as tables_emails from "../tables/emails.js";
import type * as tables_files from "../tables/files.js";
import type * as tables_jobs from "../tables/jobs.js";
import type * as tables_notes from "../tables/notes.js";
import type * as tables_notifications from "../tables/notifications.js";
import type * as tables_sources from "../tables/sources.js";
import type * as tables_tasks from "../tables/tasks.js";
import type * as tables_teams from "../tables/teams.js";
import type * as tables_threads from "../tables/threads.js";
import type * as tables_users from "../tables/users.js";
import type * as taskUpkeep from "../taskUpkeep.js";
import type * as tasks from "../tasks.js";
import type * as teams from "../teams.js";
import type * as threads from "../threads.js";
import type * as uploads from "../uploads.js";
import type * as usage from "../usage.js";
import type * as users from "../users.js";
import type * as webhooks from "../webhooks.js";
import type * as writes from "../writes.js";

import type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";

declare const fullApi: ApiFromModules<{
  access: typeof access;
  answering: typeof answering;
  assistant: typeof assistant;
  auditEvents: typeof auditEvents;
  auth: typeof auth;
  authCodes: typeof authCodes;
  callCounts: typeof callCounts;
  checks: typeof checks;
  crons: typeof crons;
  emails: typeof emails;
  errors: typeof errors;
  files: typeof files;
  functions: typeof functions;
  http: typeof http;
  importing: typeof importing;
  imports: typeof imports;
  indexing: typeof indexing;
  invitations: typeof invitations;
  jobs: typeof jobs;
  knowledge: typeof knowledge;
  memberships: typeof memberships;
  memories: typeof memories;
  messages: typeof messages;
  migrations: typeof migrations;
  "model/accounts": typeof model_accounts;
  "model/actingUser": typeof model_actingUser;
  "model/ai/chunks": typeof model_ai_chunks;
  "model/ai/citations": typeof model_ai_citations;
  "model/ai/html": typeof model_ai_html;
  "model/ai/inTime": typeof model_ai_inTime;
  "model/ai/localChat": typeof model_ai_localChat;
  "model/ai/localEmbedding": typeof model_ai_localEmbedding;
  "model/ai/localTools": typeof model_ai_localTools;
  "model/ai/markdown": typeof model_ai_markdown;
  "model/ai/passages": typeof model_ai_passages;
  "model/ai/prompts": typeof model_ai_prompts;
  "model/ai/providers": typeof model_ai_providers;
  "model/ai/words": typeof model_ai_words;
  "model/assistantTools": typeof model_assistantTools;
  "model/audit": typeof model_audit;
  "model/authCodes": typeof model_authCodes;
  "model/authEmails": typeof model_authEmails;
  "model/authStore": typeof model_authStore;
  "model/bodyWithin": typeof model_bodyWithin;
  "model/clientAddress": typeof model_clientAddress;
  "model/componentData": typeof model_componentData;
  "model/demo": typeof model_demo;
  "model/demoData": typeof model_demoData;
  "model/deployment": typeof model_deployment;
  "model/devices": typeof model_devices;
  "model/digest": typeof model_digest;
  "model/email": typeof model_email;
  "model/failures": typeof model_failures;
  "model/fileAddresses": typeof model_fileAddresses;
  "model/fileHeaders": typeof model_fileHeaders;
  "model/files": typeof model_files;
  "model/importedFiles": typeof model_importedFiles;
  "model/imports": typeof model_imports;
  "model/invitations": typeof model_invitations;
  "model/jobTurns": typeof model_jobTurns;
  "model/jobs": typeof model_jobs;
  "model/keyedHash": typeof model_keyedHash;
  "model/knowledge": typeof model_knowledge;
  "model/memories": typeof model_memories;
  "model/messages": typeof model_messages;
  "model/metering": typeof model_metering;
  "model/notifications": typeof model_notifications;
  "model/oauth": typeof model_oauth;
  "model/ownership": typeof model_ownership;
  "model/pdfTask": typeof model_pdfTask;
  "model/quotas": typeof model_quotas;
  "model/recounts": typeof model_recounts;
  "model/referenceRules": typeof model_referenceRules;
  "model/refreshTokens": typeof model_refreshTokens;
  "model/remains": typeof model_remains;
  "model/removal": typeof model_removal;
  "model/replies": typeof model_replies;
  "model/routes": typeof model_routes;
  "model/sessions": typeof model_sessions;
  "model/sources": typeof model_sources;
  "model/sweep": typeof model_sweep;
  "model/taskCounts": typeof model_taskCounts;
  "model/tasks": typeof model_tasks;
  "model/teams": typeof model_teams;
  "model/tokenBudget": typeof model_tokenBudget;
  "model/unzip": typeof model_unzip;
  "model/users": typeof model_users;
  "model/webhooks": typeof model_webhooks;
  "model/writeReply": typeof model_writeReply;
  names: typeof names;
  notes: typeof notes;
  notificationSettings: typeof notificationSettings;
  notifications: typeof notifications;
  pagination: typeof pagination;
  pdf: typeof pdf;
  pdfThread: typeof pdfThread;
  questions: typeof questions;
  quotas: typeof quotas;
  rateLimits: typeof rateLimits;
  references: typeof references;
  removals: typeof removals;
  rows: typeof rows;
  seed: typeof seed;
  sessions: typeof sessions;
  sources: typeof sources;
  "tables/auditEvents": typeof tables_auditEvents;
  "tables/emails": typeof tables_emails;
  "tables/files": typeof tables_files;
  "tables/jobs": typeof tables_jobs;
  "tables/notes": typeof tables_notes;
  "tables/notifications": typeof tables_notifications;
  "tables/sources": typeof tables_sources;
  "tables/tasks": typeof tables_tasks;
  "tables/teams": typeof tables_teams;
  "tables/threads": typeof tables_threads;
  "tables/users": typeof tables_users;
  taskUpkeep: typeof taskUpkeep;
  tasks: typeof tasks;
  teams: typeof teams;
  threads: typeof threads;
  uploads: typeof uploads;
  usage: typeof usage;
  users: typeof users;
  webhooks: typeof webhooks;
  writes: typeof writes;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">>;

export declare const components: {
  migrations: import("@convex-dev/migrations/_generated/component.js").ComponentApi<"migrations">;
  aggregate: import("@convex-dev/aggregate/_generated/component.js").ComponentApi<"aggregate">;
  rag: import("@convex-dev/rag/_generated/component.js").ComponentApi<"rag">;
  agent: import("@convex-dev/agent/_generated/component.js").ComponentApi<"agent">;
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
  resend: import("@convex-dev/resend/_generated/component.js").ComponentApi<"resend">;
};
