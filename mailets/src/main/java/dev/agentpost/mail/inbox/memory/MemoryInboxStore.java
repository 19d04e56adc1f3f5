package dev.agentpost.mail.inbox.memory;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: every access holds the one lock. */
public class MemoryInboxStore implements InboxStore {
    private final Map<InboxAddress, Inbox> inboxes = new HashMap<>();

    @Override
    public Mono<Creation> create(Inbox inbox) {
        return Mono.fromCallable(() -> createNow(inbox));
    }

    private synchronized Creation createNow(Inbox inbox) {
        Optional<Inbox> first = inboxes.values().stream()
                .filter(existing -> isSameClientId(existing, inbox))
                .findFirst();
        if (first.isPresent()) {
            return new Creation.Repeated(first.get());
        }
        if (inboxes.putIfAbsent(inbox.email(), inbox) != null) {
            return new Creation.AddressTaken();
        }
        return new Creation.Created(inbox);
    }

    private static boolean isSameClientId(Inbox existing, Inbox inbox) {
        return inbox.clientId().isPresent()
                && inbox.clientId().equals(existing.clientId())
                && inbox.organizationId().equals(existing.organizationId());
    }

    @Override
    public Mono<Inbox> find(InboxAddress email) {
        return Mono.fromCallable(() -> findNow(email));
    }

    private synchronized Inbox findNow(InboxAddress email) {
        return inboxes.get(email);
    }

    @Override
    public Flux<Inbox> list(OrganizationId organizationId, Optional<InboxId> after, int limit) {
        return Flux.defer(() -> Flux.fromIterable(listNow(organizationId, after, limit)));
    }

    private synchronized List<Inbox> listNow(OrganizationId organizationId, Optional<InboxId> after, int limit) {
        String start = after.map(InboxId::value).orElse("");
        return inboxes.values().stream()
                .filter(inbox -> inbox.organizationId().equals(organizationId))
                .filter(inbox -> inbox.id().value().compareTo(start) > 0)
                .sorted(Comparator.comparing(inbox -> inbox.id().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public Mono<Inbox> update(
            InboxAddress email, Optional<Boolean> sendPaused, Optional<Optional<String>> displayName) {
        return Mono.fromCallable(() -> updateNow(email, sendPaused, displayName));
    }

    private synchronized Inbox updateNow(
            InboxAddress email, Optional<Boolean> sendPaused, Optional<Optional<String>> displayName) {
        return inboxes.computeIfPresent(
                email, (address, inbox) -> inbox.withSendPaused(sendPaused.orElse(inbox.sendPaused()))
                        .withDisplayName(displayName.orElse(inbox.displayName())));
    }

    @Override
    public Mono<Void> delete(InboxAddress email) {
        return Mono.fromRunnable(() -> deleteNow(email));
    }

    private synchronized void deleteNow(InboxAddress email) {
        inboxes.remove(email);
    }
}
