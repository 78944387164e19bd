/** Clients of stores, queues, chats and models: what they are given lies in somebody's account afterwards. */

/** Everything between a package and what is called at last. */
const ON = String.raw`(?:\/[\w/.-]+)?(?:\.[$\w]+|\(\))*`;
const client = (packages: string, methods: string): string => `(?:${packages})${ON}\\.(?:${methods})`;

const SQL = 'query|execute|executeMultiple|batch|unsafe|\\$executeRaw\\w*|\\$queryRaw\\w*';

/**
 * Packages and the methods of their clients that send. What a client is made with is not among them, for keys and certificates
 * are how it logs in.
 */
const SERVICES = new RegExp(
  `^(?:${[
    // What collects errors and events.
    client(
      '@sentry',
      'captureMessage|captureException|captureEvent|setContext|setExtras?|setTags?|setUser|addBreadcrumb',
    ),
    client(
      'posthog-node|mixpanel|analytics-node|@segment/analytics-node|@amplitude/analytics-node',
      'capture|track|identify',
    ),
    client('@opentelemetry', 'resourceFromAttributes|Resource|setAttributes?|addEvent|startSpan|startActiveSpan'),
    // Databases.
    client('pg|mysql2?|@libsql/client|@planetscale/database|@neondatabase/serverless|@vercel/postgres', SQL),
    // As they are used: sql`insert …`.
    '(?:@neondatabase/serverless\\.neon|postgres)\\(\\)',
    client('@prisma/client', `create|createMany|upsert|update|${SQL}`),
    client('mongodb', 'insert(?:One|Many)|replaceOne|updateOne|bulkWrite'),
    client(
      'redis|ioredis|@upstash/redis|@vercel/kv',
      'set|setEx|setex|mSet|mset|hSet|hset|[lr]Push|[lr]push|sAdd|sadd|xAdd|xadd|append|publish',
    ),
    client('@supabase/supabase-js', 'insert|upsert|upload|invoke|rpc'),
    client('firebase-admin|@google-cloud/firestore', 'set|add|push|update|save'),
    'firebase/(?:database|firestore|storage)(?:/lite)?\\.(?:push|set|update|addDoc|setDoc|updateDoc|upload\\w+)',
    // Queues.
    client('kafkajs', 'send|sendBatch'),
    client('nats|@nats-io/[\\w-]+|mqtt|amqplib|zeromq', 'publish(?:Async)?|request|sendToQueue|send'),
    client('@google-cloud/(?:pubsub|logging)', 'publish|publishMessage|publishJSON|write'),
    client('@azure/(?:service-bus|event-hubs|storage-queue)', 'sendMessages?|sendBatch'),
    // Files.
    client('@aws-sdk/lib-storage', 'Upload'),
    client('@google-cloud/storage', 'upload|save'),
    client('@azure/storage-blob', 'upload(?:Data|Stream|File)?'),
    client('minio', 'f?[pP]utObject'),
    client('@vercel/blob', 'put'),
    client('googleapis|@googleapis/\\w+', 'create|update|append|send|insert'),
    // Mail and chats.
    client('resend|@sendgrid/mail|mailgun\\.js|postmark', 'send|sendMultiple|sendEmail|create'),
    client('@slack/(?:web-api|bolt)', 'postMessage|postEphemeral|upload|uploadV2|apiCall'),
    client('discord\\.js', 'send|post|put|patch'),
    client('twilio|pusher', 'create|trigger'),
    // Models, and whoever speaks a protocol of his own.
    client(
      'openai|@anthropic-ai/sdk|@google/gen(?:ai|erative-ai)',
      'create|stream|parse|generateContent\\w*|sendMessage',
    ),
    client('@trpc/client', 'mutate|query'),
    client('@apollo/client', 'mutate|query'),
    '@grpc/grpc-js\\.(?:loadPackageDefinition|makeGenericClientConstructor)\\(\\)[.\\w]*\\(\\)\\.\\w+',
    client('@octokit/(?:request|graphql)', 'request|graphql'),
  ].join('|')})$`,
);

/** True for the name of a call by which a client hands on what it is given. */
export function servesUser(name: string): boolean {
  return SERVICES.test(name);
}

/** Calls that send the file whose path they are given. */
const BY_PATH = new RegExp(
  `^(?:${[
    client('@google-cloud/storage', 'upload'),
    client('@azure/storage-blob', 'uploadFile'),
    client('minio', 'fPutObject'),
    'ssh2-sftp-client\\(\\)\\.(?:put|fastPut)|basic-ftp\\.Client\\(\\)\\.uploadFrom\\w*',
    '(?:node-telegram-bot-api|telegraf\\.Telegraf|grammy\\.Bot)\\(\\)(?:\\.\\w+)*\\.send(?:Document|Photo|Audio|Video)',
  ].join('|')})$`,
);

/** True for the name of a call that sends the file whose path it is given. */
export function sendsByPath(name: string): boolean {
  return BY_PATH.test(name);
}
