package dev.agentpost.mail.core.smtp;

/** A session that can be ended from outside while its client is silent or in the middle of something. */
public interface EndableSession {
    /** Says the reply, closes the connection and drops what the client has not finished. Any thread; does not block. */
    void end(SmtpReply reply);
}
