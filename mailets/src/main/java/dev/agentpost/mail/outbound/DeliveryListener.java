package dev.agentpost.mail.outbound;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Hears of recipients for whom a message failed for good, or is late. It is told before this is written down, so it hears of each at
 * least once, and again after a crash; when it fails the delivery is tried again later.
 */
@FunctionalInterface
public interface DeliveryListener {
    DeliveryListener NONE = (message, bounced) -> Mono.empty();

    Mono<Void> bounced(OutgoingMessage message, List<RecipientState> bounced);

    /** Of recipients whom a message has not reached for longer than its sender may be left in the dark about it. */
    default Mono<Void> delayed(OutgoingMessage message, List<RecipientState> delayed) {
        return Mono.empty();
    }
}
