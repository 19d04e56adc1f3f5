package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;

/** Codes of RFC 5321 section 4.2.2, RFC 1870, RFC 4954, RFC 6409 and RFC 6531; enhanced codes of RFC 3463 and RFC 5248. */
final class SubmissionReplies {
    static final SmtpReply LINE_TOO_LONG = new SmtpReply("500", "5.5.6", "Line too long");
    static final SmtpReply LINE_END = new SmtpReply("500", "5.5.2", "Lines end with CR LF, neither may stand alone");
    static final SmtpReply CONTROL_CHARACTER = new SmtpReply("501", "5.5.2", "Control character in command");
    static final SmtpReply UNKNOWN_COMMAND = new SmtpReply("500", "5.5.1", "Command not recognized");
    static final SmtpReply TOO_MANY_UNKNOWN = new SmtpReply("421", "4.7.0", "Too many unrecognized commands");
    static final SmtpReply NOT_IMPLEMENTED = new SmtpReply("502", "5.5.1", "Command not implemented");

    static final SmtpReply HELLO_ARGUMENT =
            new SmtpReply("501", "5.5.4", "EHLO and HELO take a name of 1 to 255 characters");
    static final SmtpReply HELLO_FIRST = new SmtpReply("503", "5.5.1", "Send EHLO first");

    static final SmtpReply LOGIN_FIRST = new SmtpReply("530", "5.7.0", "Authentication required");
    static final SmtpReply NESTED_MAIL = new SmtpReply("503", "5.5.1", "A mail is under way, RSET ends it");
    static final SmtpReply MAIL_USAGE = new SmtpReply("501", "5.5.4", "Usage: MAIL FROM:<address> [parameters]");
    static final SmtpReply SENDER_SYNTAX = new SmtpReply("501", "5.1.7", "Malformed sender address");
    static final SmtpReply SENDER_OK = new SmtpReply("250", "2.1.0", "Sender OK");
    static final SmtpReply PARAMETER_SYNTAX = new SmtpReply("501", "5.5.4", "Malformed or repeated parameter");
    static final SmtpReply NO_SMTPUTF8 = new SmtpReply("555", "5.5.4", "SMTPUTF8 is not supported");
    static final SmtpReply TOO_LARGE = new SmtpReply("552", "5.3.4", "Message larger than the limit");
    static final SmtpReply NON_ASCII =
            new SmtpReply("553", "5.6.7", "Addresses must be ASCII, SMTPUTF8 is not supported");
    static final SmtpReply NOT_YOUR_ADDRESS =
            new SmtpReply("550", "5.7.1", "MAIL FROM must be the address of the inbox that is logged in");

    static final SmtpReply MAIL_FIRST = new SmtpReply("503", "5.5.1", "Send MAIL first");
    static final SmtpReply RCPT_USAGE = new SmtpReply("501", "5.5.4", "Usage: RCPT TO:<address>");
    static final SmtpReply RECIPIENT_SYNTAX = new SmtpReply("501", "5.1.3", "Malformed recipient address");
    static final SmtpReply RECIPIENT_OK = new SmtpReply("250", "2.1.5", "Recipient OK");
    static final SmtpReply NO_SUCH_INBOX = new SmtpReply("550", "5.1.1", "No such inbox here");
    static final SmtpReply INBOX_FULL =
            new SmtpReply("452", "4.2.2", "The inbox is over its storage quota, try again later");

    static final SmtpReply RCPT_FIRST = new SmtpReply("503", "5.5.1", "No valid recipients");
    static final SmtpReply DATA_USAGE = new SmtpReply("501", "5.5.4", "DATA takes no argument");
    static final SmtpReply BARE_LINE_END =
            new SmtpReply("554", "5.5.2", "Bare CR or LF in the message, nothing was delivered");
    static final SmtpReply HEADER_TOO_LARGE = new SmtpReply("550", "5.6.0", "Message header too large");
    static final SmtpReply HEADER_MALFORMED =
            new SmtpReply("550", "5.6.0", "Message header holds a line that is no field");
    static final SmtpReply KEY_MALFORMED =
            new SmtpReply("550", "5.6.0", "Idempotency-Key must have 1 to 256 printable ASCII characters");
    static final SmtpReply SEVERAL_KEYS = new SmtpReply("550", "5.6.0", "Message has more than one Idempotency-Key");
    static final SmtpReply NO_READ_RECEIPT =
            new SmtpReply("550", "5.7.1", "MAIL FROM:<> is for a read receipt (RFC 8098) to one recipient only");

    private SubmissionReplies() {}

    static SmtpReply forbidden(String reason) {
        return new SmtpReply("550", "5.7.1", reason);
    }

    static SmtpReply unknownParameter(String command) {
        return new SmtpReply("555", "5.5.4", command + " parameter not supported");
    }

    static SmtpReply tooManyRecipients(int max) {
        return new SmtpReply("452", "4.5.3", "Too many recipients, a message may have " + max);
    }
}
