package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.james.events.Event;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Of which messages a session has heard: of each once, and in the order of their UIDs. Events overtake each other, come
 * again, or do not come at all when the store did not say in time that it has a message; a session that took them as they
 * come would count a message twice or give it a number that another has (RFC 3501 section 2.3.1.2), and its client, which
 * asks for what is above the highest UID it has seen, would never see the one that came late. For one thread at a time.
 */
final class HeardMessages {
    private final Supplier<Optional<MessageUid>> lastKnown;
    private final Function<MessageRange, Flux<MessageMetaData>> messages;
    private volatile long highest = -1;
    private volatile boolean goneUnheard;

    /**
     * @param lastKnown the last message of the selected mailbox as the session knows it
     * @param messages those of a range that are there
     */
    HeardMessages(Supplier<Optional<MessageUid>> lastKnown, Function<MessageRange, Flux<MessageMetaData>> messages) {
        this.lastKnown = lastKnown;
        this.messages = messages;
    }

    /** What the session has to hear instead; empty when it is nothing. After an error it is to be heard again later. */
    Mono<Event> hear(Event event) {
        if (event instanceof Added added && !added.getUids().isEmpty()) {
            return hear(added);
        }
        if (event instanceof Expunged expunged && !expunged.getUids().isEmpty()) {
            goneUnheard |= last(expunged.getUids()) > highest();
        }
        return Mono.just(event);
    }

    private Mono<Event> hear(Added added) {
        long before = highest();
        long last = last(added.getUids());
        if (last <= before) {
            return Mono.empty();
        }
        if (!goneUnheard && follows(before, added)) {
            highest = last;
            return Mono.just(added);
        }
        return messages.apply(MessageRange.range(MessageUid.of(before + 1), MessageUid.of(last)))
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        Comparator.naturalOrder(), MessageMetaData::getUid, Function.identity()))
                .doOnNext(found -> {
                    highest = last;
                    goneUnheard = false;
                })
                .filter(found -> !found.isEmpty())
                .map(found -> new Added(
                        added.getSessionId(),
                        added.getUsername(),
                        added.getMailboxPath(),
                        added.getMailboxId(),
                        found,
                        added.getEventId(),
                        added.isDelivery()));
    }

    private long highest() {
        if (highest < 0) {
            highest = lastKnown.get().map(MessageUid::asLong).orElse(0L);
        }
        return highest;
    }

    private static long last(Collection<MessageUid> uids) {
        return Collections.max(uids).asLong();
    }

    private static boolean follows(long before, Added added) {
        return Collections.min(added.getUids()).asLong() == before + 1
                && added.getUids().size() == last(added.getUids()) - before;
    }
}
