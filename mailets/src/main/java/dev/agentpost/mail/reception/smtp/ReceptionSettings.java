package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.core.smtp.ListenerNumbers;
import dev.agentpost.mail.core.smtp.SessionLimits;
import dev.agentpost.mail.reception.RemoteLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The limits of the listener for mail from the world, read once at start.
 *
 * @param maxUnknownRecipients refused recipients that a connection may name; the next one ends it
 * @param maxSession for how long a connection may be open, busy or not
 * @param maxReceivedFields of a message that is not taken for a loop
 */
record ReceptionSettings(
        long maxMessageBytes,
        int maxRecipients,
        int maxLineBytes,
        int maxHeaderBytes,
        int maxHeaderFields,
        int maxUnknownCommands,
        int maxUnknownRecipients,
        int maxReceivedFields,
        Duration idleTimeout,
        Duration maxSession,
        RemoteLimits remote,
        DmarcPolicy dmarcPolicy)
        implements SessionLimits {
    private static final String EXEMPT = "unlimitedNetworks";

    /** @throws ConfigurationException naming the key, its value and what is allowed */
    static ReceptionSettings from(ListenerNumbers numbers) throws ConfigurationException {
        return new ReceptionSettings(
                numbers.positive("maxMessageBytes", 73_400_320, Long.MAX_VALUE),
                (int) numbers.positive("maxRecipients", 100, 10_000),
                (int) numbers.positive("maxLineBytes", 1 << 20, 1 << 26),
                (int) numbers.positive("maxHeaderBytes", 256 << 10, 1 << 26),
                (int) numbers.positive("maxHeaderFields", 1000, 1_000_000),
                (int) numbers.positive("maxUnknownCommands", 10, 1000),
                (int) numbers.positive("maxUnknownRecipients", 20, 10_000),
                (int) numbers.positive("maxReceivedFields", 50, 1000),
                Duration.ofSeconds(numbers.positive("idleTimeoutSeconds", 300, 86_400)),
                Duration.ofSeconds(numbers.positive("maxSessionSeconds", 3600, 86_400)),
                remote(numbers),
                dmarcPolicy(numbers));
    }

    private static RemoteLimits remote(ListenerNumbers numbers) throws ConfigurationException {
        return new RemoteLimits(
                (int) numbers.positive("maxConnectionsPerAddress", 20, 1_000_000),
                (int) numbers.positive("maxNewConnectionsPerMinute", 60, 1_000_000),
                (int) numbers.positive("maxMessagesPerMinute", 300, 1_000_000),
                (int) numbers.positive("maxConnections", 2000, 1_000_000),
                exempt(numbers));
    }

    private static DmarcPolicy dmarcPolicy(ListenerNumbers numbers) throws ConfigurationException {
        String value = numbers.configuration().getString("dmarcPolicy", "report");
        return DmarcPolicy.parse(value)
                .orElseThrow(() -> new ConfigurationException(
                        numbers.file() + ": dmarcPolicy is '" + value + "': report or honour is expected"));
    }

    private static List<CidrBlock> exempt(ListenerNumbers numbers) throws ConfigurationException {
        List<CidrBlock> networks = new ArrayList<>();
        for (String text : numbers.configuration().getString(EXEMPT, "").split(",")) {
            try {
                if (!text.isBlank()) {
                    networks.add(CidrBlock.parse(text.strip()));
                }
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(numbers.file() + ": " + EXEMPT + ": " + e.getMessage(), e);
            }
        }
        return networks;
    }
}
