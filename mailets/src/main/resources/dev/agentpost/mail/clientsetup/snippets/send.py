import smtplib
import ssl
from email.message import EmailMessage

message = EmailMessage()
message["From"] = {{email}}
message["To"] = {{email}}
message["Subject"] = "Hello from Python"
message.set_content("Sent with smtplib.")

tls = ssl.create_default_context()
with smtplib.SMTP_SSL({{host}}, {{smtpsPort}}, context=tls) as smtp:
    smtp.login({{email}}, {{key}})
    smtp.send_message(message)
