package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;

/** Codes of RFC 5321 section 4.2.2; enhanced codes of RFC 3463 and RFC 7372. */
final class ReceptionReplies {
    static final SmtpReply TOO_MANY_CONNECTIONS =
            new SmtpReply("421", "4.7.0", "Too many connections from your address, try again later");
    static final SmtpReply BUSY = new SmtpReply("421", "4.3.2", "Too many connections, try again later");
    static final SmtpReply TOO_MANY_MESSAGES =
            new SmtpReply("450", "4.7.1", "Too many messages from your address, try again in a minute");
    static final SmtpReply NO_RELAYING = new SmtpReply("550", "5.7.1", "Relaying denied");
    static final SmtpReply SUSPENDED =
            new SmtpReply("450", "4.2.1", "The inbox takes no mail at present, try again later");
    static final SmtpReply TOO_MANY_UNKNOWN_RECIPIENTS =
            new SmtpReply("421", "4.7.0", "Too many refused recipients, closing connection");
    static final SmtpReply LOOP = new SmtpReply("554", "5.4.6", "The message goes round in a loop");

    static final SmtpReply DMARC_REJECT =
            new SmtpReply("550", "5.7.1", "The domain of the From field asks to reject this message (DMARC)");
    static final SmtpReply DMARC_UNKNOWN =
            new SmtpReply("451", "4.7.0", "The domain of the From field could not be checked (DMARC), try again later");

    private ReceptionReplies() {}
}
