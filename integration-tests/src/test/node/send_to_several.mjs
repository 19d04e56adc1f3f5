// nodemailer with recipients here and elsewhere. Environment: SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, TO, CC, BCC, SUBJECT.
// Prints one line of JSON: {accepted, rejected, response}.
import nodemailer from 'nodemailer';

const { SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, TO, CC, BCC, SUBJECT } = process.env;
const smtp = nodemailer.createTransport({
  host: SMTP_HOST,
  port: Number(SMTP_PORT),
  secure: true,
  auth: { user: SMTP_USER, pass: SMTP_PASS },
});
const { accepted, rejected, response } = await smtp.sendMail({
  from: { name: 'Support, of ACME', address: SMTP_USER },
  to: TO,
  cc: CC,
  bcc: BCC,
  subject: SUBJECT,
  text: 'plain Grüße',
  html: '<p>Grüße</p>',
});
console.log(JSON.stringify({ accepted, rejected, response }));
