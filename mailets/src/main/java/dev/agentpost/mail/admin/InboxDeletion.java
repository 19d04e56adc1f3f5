package dev.agentpost.mail.admin;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.deletion.Deletion;
import dev.agentpost.mail.deletion.UnfinishedDeletions;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Set;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes inboxes with all that they have. Nobody finds an inbox from the first step on; its address is another's to take
 * when nothing is left that could lead to it. Safe for use by many threads and nodes.
 */
public final class InboxDeletion {
    private static final Logger LOGGER = LoggerFactory.getLogger(InboxDeletion.class);

    private final InboxStore store;
    private final LoginChanges loginChanges;
    private final Set<Belongings> belongings;
    private final UnfinishedDeletions unfinished;

    @Inject
    public InboxDeletion(
            InboxStore store, LoginChanges loginChanges, Set<Belongings> belongings, UnfinishedDeletions unfinished) {
        this.store = store;
        this.loginChanges = loginChanges;
        this.belongings = belongings;
        this.unfinished = unfinished;
    }

    /**
     * Deletes the inbox of this organization; another organization's is left alone. May be repeated. What is interrupted
     * comes to its end by itself.
     */
    public Mono<Void> delete(OrganizationId organization, InboxAddress email) {
        return store.find(email)
                .switchIfEmpty(Mono.defer(() -> store.findLeaving(email)))
                .filter(inbox -> inbox.organizationId().equals(organization))
                .flatMap(inbox -> delete(Deletion.of(inbox), inbox));
    }

    /** Goes on with a deletion that was begun. */
    Mono<Void> resume(Deletion deletion) {
        InboxId id = InboxId.of(deletion.subject());
        return store.find(deletion.organization(), id)
                .switchIfEmpty(Mono.defer(() -> store.listLeaving(deletion.organization())
                        .filter(inbox -> inbox.id().equals(id))
                        .next()))
                .singleOptional()
                .flatMap(found -> found.map(inbox -> delete(deletion, inbox)).orElseGet(() -> unfinished
                        .once(deletion, () -> Mono.just(deletion))
                        .then()));
    }

    private Mono<Void> delete(Deletion deletion, Inbox inbox) {
        return unfinished.twice(
                deletion,
                () -> deleteEverything(inbox)
                        .doOnSuccess(done -> LOGGER.info("Deleted inbox {} ({})", inbox.email(), inbox.id())),
                () -> store.delete(inbox));
    }

    /** All but the address. */
    Mono<Void> deleteEverything(Inbox inbox) {
        return store.setLeaving(inbox)
                .then(Mono.defer(() -> loginChanges.publish(new LoginChange.Inbox(inbox.id()))))
                .thenMany(Flux.fromIterable(belongings))
                .concatMap(its -> its.deleteOf(inbox))
                .then();
    }

    /** Of inboxes whose deletion is part of another. */
    Mono<Void> freeAddresses(OrganizationId organization) {
        return store.listLeaving(organization).concatMap(store::delete).then();
    }
}
