import smtplib
from email.mime.text import MIMEText

msg = MIMEText("Hi, your support ticket #4821 has been resolved.")
msg["Subject"] = "Your ticket has been resolved"
msg["From"] = "support-a1b2c3@shared.agent-post.dev"
msg["To"] = "customer@example.com"

with smtplib.SMTP_SSL("smtp.agent-post.dev", 465) as server:
    server.login(
        "support-a1b2c3@shared.agent-post.dev",
        "ap_sk_your_api_key_here",
    )
    server.send_message(msg)
