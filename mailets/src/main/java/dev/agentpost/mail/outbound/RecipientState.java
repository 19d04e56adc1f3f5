package dev.agentpost.mail.outbound;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of a message for one recipient so far.
 *
 * @param destination what the recipient shares its tries with, see {@link Destinations}
 * @param reply the last answer of a remote server, or why there was none
 * @param host which server that was
 * @param at when this came to be
 */
public record RecipientState(
        String recipient,
        String destination,
        DeliveryStatus status,
        Optional<String> reply,
        Optional<String> host,
        Instant at) {

    static RecipientState queued(String recipient, String destination, Instant at) {
        return new RecipientState(
                recipient, destination, DeliveryStatus.QUEUED, Optional.empty(), Optional.empty(), at);
    }

    RecipientState with(DeliveryStatus newStatus, String newReply, Optional<String> newHost, Instant newAt) {
        return new RecipientState(recipient, destination, newStatus, Optional.of(newReply), newHost, newAt);
    }
}
