/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as answering from "../answering.js";
import type * as assistant from "../assistant.js";
import type * as auditEvents from "../auditEvents.js";
import type * as auth from "../auth.js";
import type * as authCodes from "../authCodes.js";
import type * as builders_actingUser from "../builders/actingUser.js";
import type * as builders_functionRoutes from "../builders/functionRoutes.js";
import type * as builders_functions from "../builders/functions.js";
import type * as builders_referenceRules from "../builders/referenceRules.js";
import type * as builders_scopedDb from "../builders/scopedDb.js";
import type * as builders_trash from "../builders/trash.js";
import type * as builders_writes from "../builders/writes.js";
import type * as callCounts from "../callCounts.js";
import type * as crons from "../crons.js";
import type * as demo from "../demo.js";
import type * as emails from "../emails.js";
import type * as features_all from "../features/all.js";
import type * as features_assistant from "../features/assistant.js";
import type * as features_knowledge from "../features/knowledge.js";
import type * as files from "../files.js";
import type * as frame from "../frame.js";
import type * as http from "../http.js";
import type * as importing from "../importing.js";
import type * as imports from "../imports.js";
import type * as indexing from "../indexing.js";
import type * as invitations from "../invitations.js";
import type * as jobs from "../jobs.js";
import type * as knowledge from "../knowledge.js";
import type * as lib_access from "../lib/access.js";
import type * as lib_bodyWithin from "../lib/bodyWithin.js";
import type * as lib_changes from "../lib/changes.js";
import type * as lib_checks from "../lib/checks.js";
import type * as lib_clientAddress from "../lib/clientAddress.js";
import type * as lib_context from "../lib/context.js";
import type * as lib_errors from "../lib/errors.js";
import type * as lib_exports from "../lib/exports.js";
import type * as lib_keyedHash from "../lib/keyedHash.js";
import type * as lib_pagination from "../lib/pagination.js";
import type * as lib_reference from "../lib/reference.js";
import type * as lib_remains from "../lib/remains.js";
import type * as lib_rows from "../lib/rows.js";
import type * as memberships from "../memberships.js";
import type * as memories from "../memories.js";
import type * as messages from "../messages.js";
import type * as migrations from "../migrations.js";
import type * as model_accounts_accounts from "../model/accounts/accounts.js";
import type * as model_accounts_authCodes from "../model/accounts/authCodes.js";
import type * as model_accounts_authEmails from "../model/accounts/authEmails.js";
import type * as model_accounts_authStore from "../model/accounts/authStore.js";
import type * as model_accounts_devices from "../model/accounts/devices.js";
import type * as model_accounts_exports from "../model/accounts/exports.js";
import type * as model_accounts_oauth from "../model/accounts/oauth.js";
import type * as model_accounts_refreshTokens from "../model/accounts/refreshTokens.js";
import type * as model_accounts_sessions from "../model/accounts/sessions.js";
import type * as model_accounts_users from "../model/accounts/users.js";
import type * as model_accounts_welcomeNotes from "../model/accounts/welcomeNotes.js";
import type * as model_ai_env from "../model/ai/env.js";
import type * as model_ai_inTime from "../model/ai/inTime.js";
import type * as model_ai_localChat from "../model/ai/localChat.js";
import type * as model_ai_localEmbedding from "../model/ai/localEmbedding.js";
import type * as model_ai_localTools from "../model/ai/localTools.js";
import type * as model_ai_metering from "../model/ai/metering.js";
import type * as model_ai_passages from "../model/ai/passages.js";
import type * as model_ai_prompts from "../model/ai/prompts.js";
import type * as model_ai_providers from "../model/ai/providers.js";
import type * as model_ai_tokenBudget from "../model/ai/tokenBudget.js";
import type * as model_ai_words from "../model/ai/words.js";
import type * as model_assistant_agentPages from "../model/assistant/agentPages.js";
import type * as model_assistant_assistantTools from "../model/assistant/assistantTools.js";
import type * as model_assistant_knowledgeTools from "../model/assistant/knowledgeTools.js";
import type * as model_assistant_memories from "../model/assistant/memories.js";
import type * as model_assistant_messages from "../model/assistant/messages.js";
import type * as model_assistant_replies from "../model/assistant/replies.js";
import type * as model_assistant_toolAnswers from "../model/assistant/toolAnswers.js";
import type * as model_assistant_writeReply from "../model/assistant/writeReply.js";
import type * as model_demo_demo from "../model/demo/demo.js";
import type * as model_demo_demoData from "../model/demo/demoData.js";
import type * as model_demo_seedDemo from "../model/demo/seedDemo.js";
import type * as model_demo_sources from "../model/demo/sources.js";
import type * as model_demo_thread from "../model/demo/thread.js";
import type * as model_emails_examples from "../model/emails/examples.js";
import type * as model_files_fileAddresses from "../model/files/fileAddresses.js";
import type * as model_files_fileHeaders from "../model/files/fileHeaders.js";
import type * as model_files_files from "../model/files/files.js";
import type * as model_files_sweep from "../model/files/sweep.js";
import type * as model_knowledge_chunks from "../model/knowledge/chunks.js";
import type * as model_knowledge_citations from "../model/knowledge/citations.js";
import type * as model_knowledge_crons from "../model/knowledge/crons.js";
import type * as model_knowledge_followers from "../model/knowledge/followers.js";
import type * as model_knowledge_html from "../model/knowledge/html.js";
import type * as model_knowledge_importedFiles from "../model/knowledge/importedFiles.js";
import type * as model_knowledge_imports from "../model/knowledge/imports.js";
import type * as model_knowledge_knowledge from "../model/knowledge/knowledge.js";
import type * as model_knowledge_markdown from "../model/knowledge/markdown.js";
import type * as model_knowledge_pdfTask from "../model/knowledge/pdfTask.js";
import type * as model_knowledge_rows from "../model/knowledge/rows.js";
import type * as model_knowledge_sources from "../model/knowledge/sources.js";
import type * as model_knowledge_unzip from "../model/knowledge/unzip.js";
import type * as model_platform_audit from "../model/platform/audit.js";
import type * as model_platform_componentData from "../model/platform/componentData.js";
import type * as model_platform_cronRuns from "../model/platform/cronRuns.js";
import type * as model_platform_deployment from "../model/platform/deployment.js";
import type * as model_platform_digest from "../model/platform/digest.js";
import type * as model_platform_email from "../model/platform/email.js";
import type * as model_platform_emailContent from "../model/platform/emailContent.js";
import type * as model_platform_emailToUser from "../model/platform/emailToUser.js";
import type * as model_platform_emailValues from "../model/platform/emailValues.js";
import type * as model_platform_failures from "../model/platform/failures.js";
import type * as model_platform_jobTurns from "../model/platform/jobTurns.js";
import type * as model_platform_jobs from "../model/platform/jobs.js";
import type * as model_platform_listedIds from "../model/platform/listedIds.js";
import type * as model_platform_notifications from "../model/platform/notifications.js";
import type * as model_platform_oldRows from "../model/platform/oldRows.js";
import type * as model_platform_quotas from "../model/platform/quotas.js";
import type * as model_platform_rateLimits from "../model/platform/rateLimits.js";
import type * as model_platform_recounts from "../model/platform/recounts.js";
import type * as model_platform_references from "../model/platform/references.js";
import type * as model_platform_remains from "../model/platform/remains.js";
import type * as model_platform_removal from "../model/platform/removal.js";
import type * as model_platform_routes from "../model/platform/routes.js";
import type * as model_platform_services from "../model/platform/services.js";
import type * as model_platform_siteAddress from "../model/platform/siteAddress.js";
import type * as model_platform_webhooks from "../model/platform/webhooks.js";
import type * as model_tasks_taskBoards from "../model/tasks/taskBoards.js";
import type * as model_tasks_taskCounts from "../model/tasks/taskCounts.js";
import type * as model_tasks_taskLists from "../model/tasks/taskLists.js";
import type * as model_tasks_tasks from "../model/tasks/tasks.js";
import type * as model_teams_coverage from "../model/teams/coverage.js";
import type * as model_teams_invitations from "../model/teams/invitations.js";
import type * as model_teams_ownership from "../model/teams/ownership.js";
import type * as model_teams_teams from "../model/teams/teams.js";
import type * as names from "../names.js";
import type * as notes from "../notes.js";
import type * as notificationSettings from "../notificationSettings.js";
import type * as notifications from "../notifications.js";
import type * as oldRows from "../oldRows.js";
import type * as pdf from "../pdf.js";
import type * as pdfThread from "../pdfThread.js";
import type * as questions from "../questions.js";
import type * as quotas from "../quotas.js";
import type * as removals from "../removals.js";
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
import type * as tables_usage from "../tables/usage.js";
import type * as tables_users from "../tables/users.js";
import type * as taskUpkeep from "../taskUpkeep.js";
import type * as tasks from "../tasks.js";
import type * as teams from "../teams.js";
import type * as threads from "../threads.js";
import type * as uploads from "../uploads.js";
import type * as usage from "../usage.js";
import type * as users from "../users.js";
import type * as webhooks from "../webhooks.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  answering: typeof answering;
  assistant: typeof assistant;
  auditEvents: typeof auditEvents;
  auth: typeof auth;
  authCodes: typeof authCodes;
  "builders/actingUser": typeof builders_actingUser;
  "builders/functionRoutes": typeof builders_functionRoutes;
  "builders/functions": typeof builders_functions;
  "builders/referenceRules": typeof builders_referenceRules;
  "builders/scopedDb": typeof builders_scopedDb;
  "builders/trash": typeof builders_trash;
  "builders/writes": typeof builders_writes;
  callCounts: typeof callCounts;
  crons: typeof crons;
  demo: typeof demo;
  emails: typeof emails;
  "features/all": typeof features_all;
  "features/assistant": typeof features_assistant;
  "features/knowledge": typeof features_knowledge;
  files: typeof files;
  frame: typeof frame;
  http: typeof http;
  importing: typeof importing;
  imports: typeof imports;
  indexing: typeof indexing;
  invitations: typeof invitations;
  jobs: typeof jobs;
  knowledge: typeof knowledge;
  "lib/access": typeof lib_access;
  "lib/bodyWithin": typeof lib_bodyWithin;
  "lib/changes": typeof lib_changes;
  "lib/checks": typeof lib_checks;
  "lib/clientAddress": typeof lib_clientAddress;
  "lib/context": typeof lib_context;
  "lib/errors": typeof lib_errors;
  "lib/exports": typeof lib_exports;
  "lib/keyedHash": typeof lib_keyedHash;
  "lib/pagination": typeof lib_pagination;
  "lib/reference": typeof lib_reference;
  "lib/remains": typeof lib_remains;
  "lib/rows": typeof lib_rows;
  memberships: typeof memberships;
  memories: typeof memories;
  messages: typeof messages;
  migrations: typeof migrations;
  "model/accounts/accounts": typeof model_accounts_accounts;
  "model/accounts/authCodes": typeof model_accounts_authCodes;
  "model/accounts/authEmails": typeof model_accounts_authEmails;
  "model/accounts/authStore": typeof model_accounts_authStore;
  "model/accounts/devices": typeof model_accounts_devices;
  "model/accounts/exports": typeof model_accounts_exports;
  "model/accounts/oauth": typeof model_accounts_oauth;
  "model/accounts/refreshTokens": typeof model_accounts_refreshTokens;
  "model/accounts/sessions": typeof model_accounts_sessions;
  "model/accounts/users": typeof model_accounts_users;
  "model/accounts/welcomeNotes": typeof model_accounts_welcomeNotes;
  "model/ai/env": typeof model_ai_env;
  "model/ai/inTime": typeof model_ai_inTime;
  "model/ai/localChat": typeof model_ai_localChat;
  "model/ai/localEmbedding": typeof model_ai_localEmbedding;
  "model/ai/localTools": typeof model_ai_localTools;
  "model/ai/metering": typeof model_ai_metering;
  "model/ai/passages": typeof model_ai_passages;
  "model/ai/prompts": typeof model_ai_prompts;
  "model/ai/providers": typeof model_ai_providers;
  "model/ai/tokenBudget": typeof model_ai_tokenBudget;
  "model/ai/words": typeof model_ai_words;
  "model/assistant/agentPages": typeof model_assistant_agentPages;
  "model/assistant/assistantTools": typeof model_assistant_assistantTools;
  "model/assistant/knowledgeTools": typeof model_assistant_knowledgeTools;
  "model/assistant/memories": typeof model_assistant_memories;
  "model/assistant/messages": typeof model_assistant_messages;
  "model/assistant/replies": typeof model_assistant_replies;
  "model/assistant/toolAnswers": typeof model_assistant_toolAnswers;
  "model/assistant/writeReply": typeof model_assistant_writeReply;
  "model/demo/demo": typeof model_demo_demo;
  "model/demo/demoData": typeof model_demo_demoData;
  "model/demo/seedDemo": typeof model_demo_seedDemo;
  "model/demo/sources": typeof model_demo_sources;
  "model/demo/thread": typeof model_demo_thread;
  "model/emails/examples": typeof model_emails_examples;
  "model/files/fileAddresses": typeof model_files_fileAddresses;
  "model/files/fileHeaders": typeof model_files_fileHeaders;
  "model/files/files": typeof model_files_files;
  "model/files/sweep": typeof model_files_sweep;
  "model/knowledge/chunks": typeof model_knowledge_chunks;
  "model/knowledge/citations": typeof model_knowledge_citations;
  "model/knowledge/crons": typeof model_knowledge_crons;
  "model/knowledge/followers": typeof model_knowledge_followers;
  "model/knowledge/html": typeof model_knowledge_html;
  "model/knowledge/importedFiles": typeof model_knowledge_importedFiles;
  "model/knowledge/imports": typeof model_knowledge_imports;
  "model/knowledge/knowledge": typeof model_knowledge_knowledge;
  "model/knowledge/markdown": typeof model_knowledge_markdown;
  "model/knowledge/pdfTask": typeof model_knowledge_pdfTask;
  "model/knowledge/rows": typeof model_knowledge_rows;
  "model/knowledge/sources": typeof model_knowledge_sources;
  "model/knowledge/unzip": typeof model_knowledge_unzip;
  "model/platform/audit": typeof model_platform_audit;
  "model/platform/componentData": typeof model_platform_componentData;
  "model/platform/cronRuns": typeof model_platform_cronRuns;
  "model/platform/deployment": typeof model_platform_deployment;
  "model/platform/digest": typeof model_platform_digest;
  "model/platform/email": typeof model_platform_email;
  "model/platform/emailContent": typeof model_platform_emailContent;
  "model/platform/emailToUser": typeof model_platform_emailToUser;
  "model/platform/emailValues": typeof model_platform_emailValues;
  "model/platform/failures": typeof model_platform_failures;
  "model/platform/jobTurns": typeof model_platform_jobTurns;
  "model/platform/jobs": typeof model_platform_jobs;
  "model/platform/listedIds": typeof model_platform_listedIds;
  "model/platform/notifications": typeof model_platform_notifications;
  "model/platform/oldRows": typeof model_platform_oldRows;
  "model/platform/quotas": typeof model_platform_quotas;
  "model/platform/rateLimits": typeof model_platform_rateLimits;
  "model/platform/recounts": typeof model_platform_recounts;
  "model/platform/references": typeof model_platform_references;
  "model/platform/remains": typeof model_platform_remains;
  "model/platform/removal": typeof model_platform_removal;
  "model/platform/routes": typeof model_platform_routes;
  "model/platform/services": typeof model_platform_services;
  "model/platform/siteAddress": typeof model_platform_siteAddress;
  "model/platform/webhooks": typeof model_platform_webhooks;
  "model/tasks/taskBoards": typeof model_tasks_taskBoards;
  "model/tasks/taskCounts": typeof model_tasks_taskCounts;
  "model/tasks/taskLists": typeof model_tasks_taskLists;
  "model/tasks/tasks": typeof model_tasks_tasks;
  "model/teams/coverage": typeof model_teams_coverage;
  "model/teams/invitations": typeof model_teams_invitations;
  "model/teams/ownership": typeof model_teams_ownership;
  "model/teams/teams": typeof model_teams_teams;
  names: typeof names;
  notes: typeof notes;
  notificationSettings: typeof notificationSettings;
  notifications: typeof notifications;
  oldRows: typeof oldRows;
  pdf: typeof pdf;
  pdfThread: typeof pdfThread;
  questions: typeof questions;
  quotas: typeof quotas;
  removals: typeof removals;
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
  "tables/usage": typeof tables_usage;
  "tables/users": typeof tables_users;
  taskUpkeep: typeof taskUpkeep;
  tasks: typeof tasks;
  teams: typeof teams;
  threads: typeof threads;
  uploads: typeof uploads;
  usage: typeof usage;
  users: typeof users;
  webhooks: typeof webhooks;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {
  migrations: import("@convex-dev/migrations/_generated/component.js").ComponentApi<"migrations">;
  aggregate: import("@convex-dev/aggregate/_generated/component.js").ComponentApi<"aggregate">;
  rag: import("@convex-dev/rag/_generated/component.js").ComponentApi<"rag">;
  agent: import("@convex-dev/agent/_generated/component.js").ComponentApi<"agent">;
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
  resend: import("@convex-dev/resend/_generated/component.js").ComponentApi<"resend">;
};
