import { ImapFlow } from 'imapflow';

const client = new ImapFlow({
  host: {{host}},
  port: {{imapsPort}},
  secure: true, // TLS from the start
  auth: {
    user: {{email}},
    pass: {{key}},
  },
  logger: false,
});

await client.connect();
const lock = await client.getMailboxLock('INBOX');
try {
  const unseen = client.fetch({ seen: false }, { envelope: true });
  for await (const { envelope } of unseen) {
    console.log(envelope.from[0].address, '-', envelope.subject);
  }
} finally {
  lock.release();
}
await client.logout();
