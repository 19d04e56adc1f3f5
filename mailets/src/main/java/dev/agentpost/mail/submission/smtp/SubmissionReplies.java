package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;

/** Codes of RFC 4954 and RFC 6409; enhanced codes of RFC 3463 and RFC 5248. */
final class SubmissionReplies {
    static final SmtpReply LOGIN_FIRST = new SmtpReply("530", "5.7.0", "Authentication required");
    static final SmtpReply NOT_YOUR_ADDRESS =
            new SmtpReply("550", "5.7.1", "MAIL FROM must be an address of the inbox that is logged in");
    static final SmtpReply KEY_MALFORMED =
            new SmtpReply("550", "5.6.0", "Idempotency-Key must have 1 to 256 printable ASCII characters");
    static final SmtpReply SEVERAL_KEYS = new SmtpReply("550", "5.6.0", "Message has more than one Idempotency-Key");
    static final SmtpReply NO_READ_RECEIPT =
            new SmtpReply("550", "5.7.1", "MAIL FROM:<> is for a read receipt (RFC 8098) to one recipient only");

    private SubmissionReplies() {}

    static SmtpReply forbidden(String reason) {
        return new SmtpReply("550", "5.7.1", reason);
    }
}
