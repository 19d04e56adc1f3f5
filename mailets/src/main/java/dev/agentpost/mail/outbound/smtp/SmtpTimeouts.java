package dev.agentpost.mail.outbound.smtp;

import java.time.Duration;

/**
 * For how long servers are waited for. Each is for a whole answer, however it trickles in. Shorter than RFC 5321 section
 * 4.5.3.2 asks for where a server that needs longer is as good as none.
 *
 * @param connect also of the TLS handshake
 * @param command the greeting and the answers to all commands
 * @param data for the whole message to be written
 * @param accepted the answer to the end of the message: given up too early the message comes twice
 */
public record SmtpTimeouts(Duration connect, Duration command, Duration data, Duration accepted) {
    public static final SmtpTimeouts DEFAULT = new SmtpTimeouts(
            Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofMinutes(15), Duration.ofMinutes(10));
}
