package dev.agentpost.mail.outbound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message and all that became of it. */
public record OutgoingState(
        OutgoingMessage message, List<DestinationState> destinations, List<RecipientState> recipients) {
    public OutgoingState {
        destinations = List.copyOf(destinations);
        recipients = List.copyOf(recipients);
    }

    public Optional<DestinationState> destination(String name) {
        return destinations.stream()
                .filter(state -> state.destination().equals(name))
                .findFirst();
    }

    public List<RecipientState> pending(String destination) {
        return recipients.stream()
                .filter(state -> state.destination().equals(destination)
                        && state.status().isPending())
                .toList();
    }

    OutgoingState with(List<RecipientState> changed) {
        Map<String, RecipientState> all = new LinkedHashMap<>();
        recipients.forEach(recipient -> all.put(recipient.recipient(), recipient));
        changed.forEach(recipient -> all.put(recipient.recipient(), recipient));
        return new OutgoingState(message, destinations, List.copyOf(all.values()));
    }

    /** Nobody will ask for the octets any more; those of a bounced message are kept for the operator. */
    boolean isContentUnneeded() {
        return recipients.stream()
                .allMatch(state ->
                        state.status() == DeliveryStatus.DELIVERED || state.status() == DeliveryStatus.CANCELLED);
    }
}
