package dev.agentpost.mail.admin.webadmin;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Remembers which inboxes have mailboxes, and nothing of what is in them. */
public final class MemoryInboxMailboxes implements InboxMailboxes {
    private final Set<InboxAddress> provisioned = ConcurrentHashMap.newKeySet();

    @Override
    public Mono<Void> provision(InboxAddress email) {
        return Mono.fromRunnable(() -> provisioned.add(email));
    }

    @Override
    public Mono<Void> delete(InboxAddress email, Mono<Boolean> isHeld) {
        return isHeld.filter(held -> held)
                .doOnNext(held -> provisioned.remove(email))
                .then();
    }

    public Set<InboxAddress> provisioned() {
        return provisioned;
    }
}
