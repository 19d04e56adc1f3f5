package dev.agentpost.mail.login.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;

/** RFC 4954 section 6 and RFC 3463. */
final class SmtpLoginReplies {
    static final SmtpReply SUCCESS = new SmtpReply("235", "2.7.0", "Authentication successful");
    static final SmtpReply BAD_CREDENTIALS = new SmtpReply("535", "5.7.8", "Authentication credentials invalid");
    static final SmtpReply STORE_DOWN = new SmtpReply("454", "4.7.0", "Temporary authentication failure");
    static final SmtpReply TOO_MANY_FAILURES = new SmtpReply("421", "4.7.0", "Too many failed logins");
    static final SmtpReply ALREADY_LOGGED_IN = new SmtpReply("503", "5.5.1", "Already authenticated");
    static final SmtpReply DURING_TRANSACTION = new SmtpReply("503", "5.5.1", "AUTH is not permitted during a mail");
    static final SmtpReply UNKNOWN_MECHANISM = new SmtpReply("504", "5.5.4", "Mechanism not supported");
    static final SmtpReply USAGE = new SmtpReply("501", "5.5.4", "Usage: AUTH mechanism [initial-response]");
    static final SmtpReply MALFORMED = new SmtpReply("501", "5.5.2", "Cannot decode the authentication data");
    static final SmtpReply CANCELLED = new SmtpReply("501", "5.7.0", "Authentication cancelled");

    private SmtpLoginReplies() {}
}
