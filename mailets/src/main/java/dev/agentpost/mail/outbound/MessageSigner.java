package dev.agentpost.mail.outbound;

import dev.agentpost.mail.mailboxstore.MessageSource;
import reactor.core.publisher.Mono;

/** Puts its fields in front of a message that enters the outbox. From then on no octet changes. */
@FunctionalInterface
public interface MessageSigner {
    MessageSigner NONE = (mail, message) -> Mono.just(message);

    /** @param message with CRLF at the end of each line */
    Mono<MessageSource> sign(OutgoingMail mail, MessageSource message);
}
