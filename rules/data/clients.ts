/**
 * Libraries through which a program gives something to a service, and by which calls it does. One line a library, or several that
 * are called alike. Source: the documentation of each library, collected 2026-11.
 */
export interface Client {
  /** Names of packages, as a pattern. */
  readonly packages: string;
  /** Methods that send what they are given, of whatever is made with the package: a client, a channel, a query. A pattern. */
  readonly sends?: string;
  /** What is called otherwise than by such a method, as a pattern for all that follows the package's name. */
  readonly calls?: string;
  /** Methods that send the file whose path they are given. */
  readonly files?: string;
}

const SQL = 'query|execute|executeMultiple|batch|unsafe|\\$executeRaw\\w*|\\$queryRaw\\w*';

/**
 * What a client is made with is not told here, for keys and certificates are how it logs in, and what it is asked for is nothing
 * that it sends.
 */
export const CLIENTS: readonly Client[] = [
  // What collects errors and events.
  {
    packages: '@sentry',
    sends: 'captureMessage|captureException|captureEvent|setContext|setExtras?|setTags?|setUser|addBreadcrumb',
  },
  {
    packages: 'posthog-node|mixpanel|analytics-node|@segment/analytics-node|@amplitude/analytics-node',
    sends: 'capture|track|identify|alias|groupIdentify',
  },
  {
    packages: '@opentelemetry',
    sends: 'resourceFromAttributes|Resource|setAttributes?|addEvent|startSpan|startActiveSpan|emit',
  },
  {
    packages: 'rollbar|@bugsnag/node|@bugsnag/js|@honeybadger-io/js',
    sends: 'notify|addMetadata|setContext|error|log',
  },
  { packages: 'applicationinsights', sends: 'track\\w+' },
  { packages: 'hot-shots|statsd-client', sends: 'event' },
  { packages: '@logtail/node|loggly|node-loggly-bulk', sends: 'log|info|warn|error|debug' },
  // Databases.
  {
    packages: 'pg|mysql2?|@libsql/client|@planetscale/database|@neondatabase/serverless|@vercel/postgres|mssql',
    sends: SQL,
  },
  // As they are used: sql`insert …`.
  { packages: '@neondatabase/serverless', calls: '\\.neon\\(\\)' },
  { packages: 'postgres', calls: '\\(\\)' },
  { packages: 'snowflake-sdk|cassandra-driver|@databricks/sql', sends: 'execute|executeStatement|batch' },
  { packages: 'neo4j-driver', sends: 'run|executeQuery' },
  { packages: '@clickhouse/client|@influxdata/influxdb-client', sends: 'insert|command|writePoints?|writeRecords?' },
  { packages: '@elastic/elasticsearch|@opensearch-project/opensearch', sends: 'index|bulk|create|update' },
  { packages: 'algoliasearch', sends: 'saveObjects?|partialUpdateObjects?' },
  { packages: '@prisma/client', sends: `create|createMany|upsert|update|${SQL}` },
  { packages: 'mongodb', sends: 'insert(?:One|Many)|replaceOne|updateOne|bulkWrite' },
  {
    packages: 'redis|ioredis|@upstash/redis|@vercel/kv',
    sends: 'set|setEx|setex|mSet|mset|hSet|hset|[lr]Push|[lr]push|sAdd|sadd|xAdd|xadd|append|publish',
  },
  { packages: '@supabase/supabase-js', sends: 'insert|upsert|upload|invoke|rpc|send' },
  { packages: 'firebase-admin|@google-cloud/firestore', sends: 'set|add|push|update|save' },
  {
    packages: 'firebase',
    calls: '/(?:database|firestore|storage)(?:/lite)?\\.(?:push|set|update|addDoc|setDoc|updateDoc|upload\\w+)',
  },
  {
    packages: 'appwrite|node-appwrite|pocketbase|@sanity/client|airtable',
    sends: 'create(?:Document|Row|File)?|update',
  },
  { packages: 'convex', sends: 'mutation|action' },
  // Queues.
  { packages: 'kafkajs', sends: 'send|sendBatch' },
  { packages: 'bullmq?', sends: 'add|addBulk' },
  {
    packages: 'nats|@nats-io/[\\w-]+|mqtt|amqplib(?:/callback_api)?|zeromq|ably|centrifuge',
    sends: 'publish(?:Async)?|request|sendToQueue|send',
  },
  { packages: '@google-cloud/(?:pubsub|logging)', sends: 'publish|publishMessage|publishJSON|write' },
  { packages: '@azure/(?:service-bus|event-hubs|storage-queue)', sends: 'sendMessages?|sendBatch' },
  // Files.
  { packages: '@aws-sdk/lib-storage', sends: 'Upload' },
  { packages: '@google-cloud/storage', sends: 'upload|save', files: 'upload' },
  { packages: '@azure/storage-blob', sends: 'upload(?:Data|Stream|File)?', files: 'uploadFile' },
  { packages: 'minio', sends: 'f?[pP]utObject', files: 'fPutObject' },
  { packages: '@vercel/blob', sends: 'put' },
  { packages: 'ssh2', sends: 'writeFile|appendFile|createWriteStream\\(\\)\\.(?:write|end)', files: 'fastPut' },
  { packages: 'ssh2-sftp-client', sends: 'append', files: 'put|fastPut|uploadDir' },
  { packages: 'node-ssh|node-scp|scp2', files: 'putFiles?|putDirectory|uploadFile|uploadDir|scp|upload' },
  { packages: 'basic-ftp', files: 'uploadFrom\\w*' },
  { packages: 'ftp|promise-ftp', sends: 'put|append', files: 'put|append' },
  { packages: 'webdav', sends: 'putFileContents' },
  { packages: 'dropbox', sends: 'filesUpload\\w*' },
  { packages: 'googleapis|@googleapis/\\w+', sends: 'create|update|append|send|insert' },
  // Mail and chats.
  { packages: 'resend|@sendgrid/mail|mailgun\\.js|postmark', sends: 'send|sendMultiple|sendEmail|create' },
  { packages: 'imapflow', sends: 'append' },
  { packages: '@slack/(?:web-api|bolt)', sends: 'postMessage|postEphemeral|upload|uploadV2|apiCall' },
  { packages: 'discord\\.js', sends: 'send|post|put|patch' },
  { packages: 'twilio|pusher', sends: 'create|trigger' },
  { packages: 'matrix-js-sdk|whatsapp-web\\.js', sends: 'send(?:Event|Message|TextMessage|Notice)' },
  {
    packages: 'node-telegram-bot-api|telegraf|grammy',
    files: 'send(?:Document|Photo|Audio|Video)',
  },
  { packages: '@notionhq/client', sends: 'create|append|update' },
  // Models, and whoever speaks a protocol of his own.
  {
    packages: 'openai|@anthropic-ai/sdk|@google/gen(?:ai|erative-ai)|@mistralai/mistralai|groq-sdk|cohere-ai|ollama',
    sends: 'create|stream|parse|complete|chat|generate|generateContent\\w*|sendMessage',
  },
  { packages: '@trpc/client', sends: 'mutate|query' },
  { packages: '@apollo/client', sends: 'mutate|query' },
  {
    packages: '@grpc/grpc-js',
    calls:
      '\\.(?:loadPackageDefinition|makeGenericClientConstructor)\\(\\)[.\\w]*\\(\\)\\.\\w+(?:\\(\\)\\.(?:write|end))?',
  },
  { packages: '@octokit/(?:request|graphql)', sends: 'request|graphql' },
  // A browser that is led somewhere tells that all that stands in the address.
  { packages: 'puppeteer(?:-core)?|playwright(?:-core)?', sends: 'goto' },
];
