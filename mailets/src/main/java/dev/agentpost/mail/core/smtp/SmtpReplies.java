package dev.agentpost.mail.core.smtp;

/** Of every listener. Codes of RFC 5321 section 4.2.2, RFC 1870, RFC 3207 and RFC 6531; enhanced ones of RFC 3463, RFC 5248. */
public final class SmtpReplies {
    public static final SmtpReply LINE_TOO_LONG = new SmtpReply("500", "5.5.6", "Line too long");
    public static final SmtpReply LINE_END =
            new SmtpReply("500", "5.5.2", "Lines end with CR LF, neither may stand alone");
    public static final SmtpReply CONTROL_CHARACTER = new SmtpReply("501", "5.5.2", "Control character in command");
    public static final SmtpReply UNKNOWN_COMMAND = new SmtpReply("500", "5.5.1", "Command not recognized");
    public static final SmtpReply TOO_MANY_UNKNOWN = new SmtpReply("421", "4.7.0", "Too many unrecognized commands");
    public static final SmtpReply NOT_IMPLEMENTED = new SmtpReply("502", "5.5.1", "Command not implemented");

    public static final SmtpReply TLS_ACTIVE = new SmtpReply("503", "5.5.1", "STARTTLS is not possible now");
    public static final SmtpReply STARTTLS_USAGE = new SmtpReply("501", "5.5.4", "STARTTLS takes no argument");
    public static final SmtpReply PLAINTEXT_BEHIND_STARTTLS =
            new SmtpReply("554", "5.5.1", "Nothing may be sent behind STARTTLS before it is answered");

    public static final SmtpReply HELLO_ARGUMENT =
            new SmtpReply("501", "5.5.4", "EHLO and HELO take a name of 1 to 255 characters");
    public static final SmtpReply HELLO_FIRST = new SmtpReply("503", "5.5.1", "Send EHLO first");

    public static final SmtpReply NESTED_MAIL = new SmtpReply("503", "5.5.1", "A mail is under way, RSET ends it");
    public static final SmtpReply MAIL_USAGE = new SmtpReply("501", "5.5.4", "Usage: MAIL FROM:<address> [parameters]");
    public static final SmtpReply SENDER_SYNTAX = new SmtpReply("501", "5.1.7", "Malformed sender address");
    public static final SmtpReply SENDER_OK = new SmtpReply("250", "2.1.0", "Sender OK");
    public static final SmtpReply PARAMETER_SYNTAX = new SmtpReply("501", "5.5.4", "Malformed or repeated parameter");
    public static final SmtpReply NO_SMTPUTF8 = new SmtpReply("555", "5.5.4", "SMTPUTF8 is not supported");
    public static final SmtpReply TOO_LARGE = new SmtpReply("552", "5.3.4", "Message larger than the limit");
    public static final SmtpReply NON_ASCII =
            new SmtpReply("553", "5.6.7", "Addresses must be ASCII, SMTPUTF8 is not supported");

    public static final SmtpReply MAIL_FIRST = new SmtpReply("503", "5.5.1", "Send MAIL first");
    public static final SmtpReply RCPT_USAGE = new SmtpReply("501", "5.5.4", "Usage: RCPT TO:<address>");
    public static final SmtpReply RECIPIENT_SYNTAX = new SmtpReply("501", "5.1.3", "Malformed recipient address");
    public static final SmtpReply RECIPIENT_OK = new SmtpReply("250", "2.1.5", "Recipient OK");
    public static final SmtpReply NO_SUCH_INBOX = new SmtpReply("550", "5.1.1", "No such inbox here");
    public static final SmtpReply INBOX_FULL =
            new SmtpReply("452", "4.2.2", "The inbox is over its storage quota, try again later");

    public static final SmtpReply RCPT_FIRST = new SmtpReply("503", "5.5.1", "No valid recipients");
    public static final SmtpReply DATA_USAGE = new SmtpReply("501", "5.5.4", "DATA takes no argument");
    public static final SmtpReply BARE_LINE_END =
            new SmtpReply("554", "5.5.2", "Bare CR or LF in the message, nothing was delivered");
    public static final SmtpReply HEADER_TOO_LARGE = new SmtpReply("550", "5.6.0", "Message header too large");
    public static final SmtpReply HEADER_MALFORMED =
            new SmtpReply("550", "5.6.0", "Message header holds a line that is no field");

    private SmtpReplies() {}

    public static SmtpReply unknownParameter(String command) {
        return new SmtpReply("555", "5.5.4", command + " parameter not supported");
    }

    public static SmtpReply tooManyRecipients(int max) {
        return new SmtpReply("452", "4.5.3", "Too many recipients, a message may have " + max);
    }
}
