package dev.agentpost.mail.core.smtp;

import java.time.Duration;

/** What one connection may ask of a listener. */
public interface SessionLimits {
    /** As received: with CRLF, without the dots of dot-stuffing. */
    long maxMessageBytes();

    int maxRecipients();

    /** The longest line of a message, without CRLF. */
    int maxLineBytes();

    int maxHeaderBytes();

    int maxHeaderFields();

    int maxUnknownCommands();

    /** How long a connection may stay silent. */
    Duration idleTimeout();
}
