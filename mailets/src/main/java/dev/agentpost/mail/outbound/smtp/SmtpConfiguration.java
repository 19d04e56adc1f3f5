package dev.agentpost.mail.outbound.smtp;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How servers are spoken to.
 *
 * @param ownHost what EHLO says; servers that call themselves so are this one
 * @param port of the servers that MX records name
 * @param smarthost instead of them
 * @param verifying trusts the authorities that a smarthost's certificate must come from
 */
public record SmtpConfiguration(
        String ownHost,
        int port,
        TargetPolicy targets,
        Optional<Smarthost> smarthost,
        SSLContext verifying,
        SmtpTimeouts timeouts) {}
