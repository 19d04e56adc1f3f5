import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport({
  host: {{host}},
  port: {{smtpsPort}},
  secure: true, // TLS from the start
  auth: {
    user: {{email}},
    pass: {{key}},
  },
});

await transport.sendMail({
  from: {{email}},
  to: {{email}},
  subject: 'Hello from Node',
  text: 'Sent with nodemailer.',
});
