package dev.agentpost.mail.apikey;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The inboxes that a key opens, in order of id. Safe for use by many threads. */
public final class OpenedInboxes {
    static final int PAGE = 200;

    private final InboxStore inboxes;

    @Inject
    public OpenedInboxes(InboxStore inboxes) {
        this.inboxes = inboxes;
    }

    /** A page at a time, and none before the last is wanted: never all of them in memory. */
    public Flux<List<Inbox>> pages(ApiKey key) {
        return Flux.defer(() -> page(key, Optional.empty(), PAGE)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : page(key, Optional.of(page.get(page.size() - 1).id()), PAGE)));
    }

    /** @param limit how many at most; fewer only when there are no more */
    public Mono<List<Inbox>> page(ApiKey key, Optional<InboxId> after, int limit) {
        if (key.inboxes().isEmpty()) {
            return inboxes.list(key.organizationId(), after, limit).collectList();
        }
        return Flux.fromStream(key.inboxes().stream()
                        .filter(id -> after.map(last -> id.value().compareTo(last.value()) > 0)
                                .orElse(true))
                        .sorted((one, other) -> one.value().compareTo(other.value())))
                .concatMap(id -> inboxes.find(key.organizationId(), id), 1)
                .take(limit)
                .collectList();
    }
}
