package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentInputStream;
import dev.agentpost.mail.mailboxstore.ContentMissingException;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.EnvelopeReader;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Decides on one message by its header and, only when that does not tell, by its body. */
final class ContentSearch {
    private static final Logger LOGGER = LoggerFactory.getLogger(ContentSearch.class);

    private final ContentStore contents;
    private final Scheduler bodies;

    ContentSearch(ContentStore contents, Scheduler bodies) {
        this.contents = contents;
        this.bodies = bodies;
    }

    /** @param left what its envelope did not tell */
    record Open(StoredMessage row, Condition left) {}

    /** @param envelope as its header has it */
    record Decided(long uid, boolean matches, Envelope envelope) {}

    /** Empty when the content is lost, which the log says: the others are to be found in spite of it. */
    Mono<Decided> decide(Open message) {
        ContentId id = message.row().contentId();
        return contents.header(id)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(header -> decide(message, header))
                .onErrorResume(ContentSearch::isLost, lost -> {
                    LOGGER.warn(
                            "Search passes over message {} with content {}",
                            message.row().uid(),
                            id,
                            lost);
                    return Mono.empty();
                });
    }

    /** Directly, or as the reason why a stream ended. */
    private static boolean isLost(Throwable failure) {
        return failure instanceof ContentMissingException || failure.getCause() instanceof ContentMissingException;
    }

    private Mono<Decided> decide(Open message, byte[] header) {
        Envelope envelope = EnvelopeReader.read(header);
        Condition left = message.left().given(new HeaderFacts(HeaderFields.parse(header), envelope));
        Mono<Condition> outcome =
                left.needs(Source.BODY) ? byBody(message.row().contentId(), header, left) : Mono.just(left);
        return outcome.map(rest -> new Decided(message.row().uid(), rest.equals(Condition.ALL), envelope));
    }

    private Mono<Condition> byBody(ContentId id, byte[] header, Condition left) {
        return Mono.fromCallable(
                        () -> TextScan.decide(left, header, () -> ContentInputStream.body(contents, id, header.length)))
                .subscribeOn(bodies);
    }
}
