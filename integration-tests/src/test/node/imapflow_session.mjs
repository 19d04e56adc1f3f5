// A mail client on imapflow: folders, a push through IDLE, fetch, flags.
// Environment: IMAP_HOST, IMAP_PORT, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, and NODE_EXTRA_CA_CERTS, which Node itself reads.
// Prints one line of JSON: {folders, pushed, push_milliseconds, subject, body, flags, unseen}.
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';

const { IMAP_HOST, IMAP_PORT, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS } = process.env;
const auth = { user: SMTP_USER, pass: SMTP_PASS };

const imap = new ImapFlow({ host: IMAP_HOST, port: Number(IMAP_PORT), secure: true, auth, logger: false });
await imap.connect();
const folders = (await imap.list()).map(({ path, specialUse, subscribed }) => ({ path, specialUse, subscribed }));

const lock = await imap.getMailboxLock('INBOX');
const pushed = new Promise((resolve) => imap.once('exists', ({ count }) => resolve({ count, at: Date.now() })));
const idling = imap.idle();

const smtp = nodemailer.createTransport({ host: SMTP_HOST, port: Number(SMTP_PORT), secure: true, auth });
await smtp.sendMail({ from: SMTP_USER, to: SMTP_USER, subject: 'pushed to IDLE', text: 'no polling required' });
const accepted = Date.now();
const { count, at } = await pushed;

const message = await imap.fetchOne('*', { envelope: true, bodyParts: ['TEXT'] });
await imap.messageFlagsAdd('*', ['\\Seen', '\\Flagged']);
const { flags } = await imap.fetchOne('*', { flags: true });
const unseen = await imap.search({ seen: false });
await idling;
lock.release();
await imap.logout();

console.log(
  JSON.stringify({
    folders,
    pushed: count,
    push_milliseconds: at - accepted,
    subject: message.envelope.subject,
    body: message.bodyParts.get('text').toString().trim(),
    flags: [...flags],
    unseen: unseen.length,
  }),
);
