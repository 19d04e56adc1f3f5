// A mail client on imapflow: the folders by their special use, its own copy in Sent, a draft that is replaced,
// messages that are moved and deleted, and CONDSTORE.
// Environment: IMAP_HOST, IMAP_PORT, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, and NODE_EXTRA_CA_CERTS, which Node itself
// reads. All folders must be empty.
// Prints one line of JSON: {special, appended, again, sent, drafts, moved, projects, trash, changed, flagged}.
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';

const { IMAP_HOST, IMAP_PORT, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS } = process.env;
const auth = { user: SMTP_USER, pass: SMTP_PASS };
const imap = new ImapFlow({ host: IMAP_HOST, port: Number(IMAP_PORT), secure: true, auth, logger: false });
await imap.connect();

const folders = await imap.list();
const special = Object.fromEntries(folders.filter((f) => f.specialUse).map((f) => [f.specialUse, f.path]));
const text = (subject) => `From: ${SMTP_USER}\r\nTo: ${SMTP_USER}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@x>\r\n\r\nText.\r\n`;
const subjects = async (path) => {
  await imap.mailboxOpen(path);
  const found = imap.mailbox.exists ? await imap.fetchAll('1:*', { envelope: true, flags: true }) : [];
  return found.map((m) => [m.envelope.subject, ...[...m.flags].filter((flag) => flag !== '\\Recent').sort()].join(' '));
};

// a client that files its own copy of what it sends
const raw = text('sent');
const envelope = { from: SMTP_USER, to: [SMTP_USER] };
const smtp = nodemailer.createTransport({ host: SMTP_HOST, port: Number(SMTP_PORT), secure: true, auth });
await imap.mailboxOpen('INBOX');
const arrived = new Promise((resolve) => imap.once('exists', resolve));
await smtp.sendMail({ envelope, raw });
const { uid: appended } = await imap.append(special['\\Sent'], raw, ['\\Seen']);
const idling = imap.idle();
await arrived;
const { uid: again } = await imap.append(special['\\Sent'], raw, ['\\Seen']);
await idling;
const sent = await subjects(special['\\Sent']);

// a draft that is saved twice
const { uid: first } = await imap.append(special['\\Drafts'], text('draft-1'), ['\\Draft', '\\Seen']);
await imap.append(special['\\Drafts'], text('draft-2'), ['\\Draft', '\\Seen']);
await imap.mailboxOpen(special['\\Drafts']);
await imap.messageDelete(String(first), { uid: true });
const drafts = await subjects(special['\\Drafts']);

// moving and deleting
for (const subject of ['kept', 'deleted', 'left']) {
  await imap.append('INBOX', text(subject));
}
await imap.mailboxCreate('Projects');
await imap.mailboxOpen('INBOX');
const move = await imap.messageMove({ subject: 'kept' }, 'Projects');
const moved = { path: move.path, destination: move.destination, uids: [...move.uidMap] };
await imap.messageDelete({ subject: 'deleted' });
const projects = await subjects('Projects');
const trash = await subjects(special['\\Trash']);

// CONDSTORE
const { highestModseq } = await imap.mailboxOpen('INBOX');
await imap.messageFlagsAdd({ subject: 'left' }, ['\\Flagged']);
const changed = (await imap.fetchAll('1:*', { uid: true, flags: true }, { changedSince: highestModseq })).map((m) => m.uid);
const flagged = await subjects('INBOX');
await imap.logout();

console.log(JSON.stringify({ special, appended, again, sent, drafts, moved, projects, trash, changed, flagged }));
