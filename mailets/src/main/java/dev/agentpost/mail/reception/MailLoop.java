package dev.agentpost.mail.reception;

import dev.agentpost.mail.core.MessageHeader;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a message goes round in circles (RFC 5321 section 6.3): it has come through too many servers, or was delivered
 * here to one of its recipients before.
 *
 * @param maxReceived how many {@code Received} fields a message may have
 */
public record MailLoop(int maxReceived) {

    /** @param recipients of the envelope */
    public boolean isIn(MessageHeader header, Collection<String> recipients) {
        Set<String> delivered =
                header.values("delivered-to").stream().map(MailLoop::folded).collect(Collectors.toSet());
        return header.values("received").size() > maxReceived
                || recipients.stream().map(MailLoop::folded).anyMatch(delivered::contains);
    }

    private static String folded(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }
}
