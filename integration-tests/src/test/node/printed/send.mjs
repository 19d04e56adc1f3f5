import nodemailer from 'nodemailer';

const transporter = nodemailer.createTransport({
  host: 'smtp.agent-post.dev',
  port: 465,
  secure: true, // implicit TLS
  auth: {
    user: 'support-a1b2c3@shared.agent-post.dev',
    pass: 'ap_sk_your_api_key_here',
  },
});

await transporter.sendMail({
  from: 'support-a1b2c3@shared.agent-post.dev',
  to: 'customer@example.com',
  subject: 'Your ticket has been resolved',
  text: 'Hi, your support ticket #4821 has been resolved.',
});
