package dev.agentpost.mail.outbound.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.agentpost.mail.outbound.Deliveries.Sent;
import dev.agentpost.mail.outbound.DestinationState;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RecipientState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message on its way out as JSON. */
@JsonPropertyOrder({"id", "inbox", "sender", "size", "accepted_at", "expires_at", "recipients"})
record DeliveryItem(
        String id,
        Optional<String> inbox,
        String sender,
        long size,
        @JsonProperty("accepted_at") String acceptedAt,
        @JsonProperty("expires_at") String expiresAt,
        List<Recipient> recipients) {

    /** One recipient of it. */
    @JsonPropertyOrder({"address", "state", "attempts", "next_try", "reply", "host", "time"})
    record Recipient(
            String address,
            String state,
            int attempts,
            @JsonProperty("next_try") Optional<String> nextTry,
            Optional<String> reply,
            Optional<String> host,
            String time) {

        static Recipient of(RecipientState recipient, Optional<DestinationState> destination) {
            return new Recipient(
                    recipient.recipient(),
                    recipient.status().value(),
                    destination.map(DestinationState::attempts).orElse(0),
                    destination
                            .flatMap(DestinationState::nextTry)
                            .filter(next -> recipient.status().isPending())
                            .map(Instant::toString),
                    recipient.reply(),
                    recipient.host(),
                    recipient.at().toString());
        }
    }

    static DeliveryItem of(Sent sent) {
        OutgoingMessage message = sent.message();
        return new DeliveryItem(
                message.id(),
                message.inbox(),
                message.sender(),
                message.sizeBytes(),
                message.acceptedAt().toString(),
                message.expiresAt().toString(),
                sent.entries().stream()
                        .flatMap(entry -> entry.recipients().stream().map(recipient -> recipient(entry, recipient)))
                        .toList());
    }

    private static Recipient recipient(OutgoingState entry, RecipientState recipient) {
        return Recipient.of(recipient, entry.destination(recipient.destination()));
    }
}
