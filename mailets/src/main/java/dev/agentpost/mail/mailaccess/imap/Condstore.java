package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.message.Capability;

/** Turns CONDSTORE on in James's settings, where no key of its configuration reaches. */
final class Condstore {
    private Condstore() {}

    static ImapConfiguration enabledIn(ImapConfiguration given) {
        return ImapConfiguration.builder()
                .enableIdle(given.isEnableIdle())
                .idleTimeInterval(given.getIdleTimeInterval())
                .idleTimeIntervalUnit(given.getIdleTimeIntervalUnit())
                .disabledCaps(given.getDisabledCaps().stream()
                        .map(Capability::asString)
                        .toArray(String[]::new))
                .isCondstoreEnable(true)
                .appendLimit(given.getAppendLimit().flatMap(Condstore::asInteger))
                .maxQueueSize(given.getMaxQueueSize())
                .concurrentRequests(given.getConcurrentRequests())
                .isProvisionDefaultMailboxes(given.isProvisionDefaultMailboxes())
                .withCustomProperties(given.getCustomProperties())
                .build();
    }

    private static Optional<Integer> asInteger(long limit) {
        return Optional.of(Math.toIntExact(limit));
    }
}
