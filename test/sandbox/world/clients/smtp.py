import smtplib
with smtplib.SMTP("smtp.services.example", 587, timeout=5) as s:
    s.login("mailer", "mail-password-7Kq2")
    s.sendmail("a@acme.example", ["b@elsewhere.example"], "Subject: hi\r\n\r\nhello by mail")
print("sent")
