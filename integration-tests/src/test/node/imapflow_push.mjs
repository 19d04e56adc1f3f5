// Two mail clients on imapflow: one idles, and hears of what the other does.
// Environment: IMAP_HOST, IMAP_PORT, SMTP_USER, SMTP_PASS, QRESYNC (1 when the idling one asks for it), and
// NODE_EXTRA_CA_CERTS, which Node itself reads. The inbox must be empty.
// Prints one line of JSON: {enabled, exists, flags, expunge, moved, resynced: {enabled, flags, expunge, exists}}.
import { ImapFlow } from 'imapflow';

const { IMAP_HOST, IMAP_PORT, SMTP_USER, SMTP_PASS, QRESYNC } = process.env;
const settings = {
  host: IMAP_HOST,
  port: Number(IMAP_PORT),
  secure: true,
  auth: { user: SMTP_USER, pass: SMTP_PASS },
  qresync: QRESYNC === '1',
  logger: false,
};
const connected = async () => {
  const client = new ImapFlow(settings);
  await client.connect();
  return client;
};
const next = (client, event) => new Promise((resolve) => client.once(event, resolve));
const message = (subject) => `From: ${SMTP_USER}\r\nSubject: ${subject}\r\n\r\nThe body of ${subject}.\r\n`;

const watcher = await connected();
const actor = await connected();
await watcher.mailboxOpen('INBOX');
const { uidValidity } = await actor.mailboxOpen('INBOX');
const idling = watcher.idle();

/** What the watcher hears first of this kind while something is done. */
const hears = async (event, doing) => {
  const heard = next(watcher, event);
  await doing();
  return heard;
};

const exists = await hears('exists', () => actor.append('INBOX', message('one')));
await hears('exists', () => actor.append('INBOX', message('two')));
await hears('exists', () => actor.append('INBOX', message('three')));
const { highestModseq } = await actor.status('INBOX', { highestModseq: true });
const flags = await hears('flags', () => actor.messageFlagsAdd({ uid: '2' }, ['\\Flagged'], { uid: true }));
const expunge = await hears('expunge', () => actor.messageDelete({ uid: '1' }, { uid: true }));
const moved = await hears('expunge', () => actor.messageMove({ uid: '3' }, 'Trash', { uid: true }));
const enabled = [...watcher.enabled];
await watcher.logout();
await idling;

const resynced = { flags: [], expunge: [] };
const returning = await connected();
returning.on('flags', (event) => resynced.flags.push(event));
returning.on('expunge', (event) => resynced.expunge.push(event));
const opened = await returning.mailboxOpen('INBOX', { uidValidity, changedSince: highestModseq });
resynced.exists = opened.exists;
resynced.accepted = opened.qresync === true;
await returning.logout();
await actor.logout();

const plain = (_key, value) => (typeof value === 'bigint' ? Number(value) : value instanceof Set ? [...value] : value);
console.log(JSON.stringify({ enabled, exists, flags, expunge, moved, resynced }, plain));
