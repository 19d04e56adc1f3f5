package dev.agentpost.mail.admin;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.deletion.Deletion;
import dev.agentpost.mail.deletion.UnfinishedDeletions;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Removes organizations with everything they own. Safe for use by many threads and nodes. */
public final class OrganizationDeletion {
    private static final Logger LOGGER = LoggerFactory.getLogger(OrganizationDeletion.class);
    private static final int ALL = Integer.MAX_VALUE;

    private final OrganizationStore organizations;
    private final InboxStore inboxes;
    private final InboxDeletion inboxDeletion;
    private final LoginChanges loginChanges;
    private final Set<Belongings> belongings;
    private final UnfinishedDeletions unfinished;

    @Inject
    public OrganizationDeletion(
            OrganizationStore organizations,
            InboxStore inboxes,
            InboxDeletion inboxDeletion,
            LoginChanges loginChanges,
            Set<Belongings> belongings,
            UnfinishedDeletions unfinished) {
        this.organizations = organizations;
        this.inboxes = inboxes;
        this.inboxDeletion = inboxDeletion;
        this.loginChanges = loginChanges;
        this.belongings = belongings;
        this.unfinished = unfinished;
    }

    /**
     * Suspends the organization, which ends its sessions, then removes its inboxes with all that they have, what else it
     * owns, and last the organization itself: until then it stays listed, as suspended. May be repeated. What is
     * interrupted comes to its end by itself.
     */
    public Mono<Void> delete(OrganizationId id) {
        return organizations.find(id).flatMap(found -> finish(Deletion.of(id)));
    }

    /** Also of an organization that is gone, but for the addresses of its inboxes. */
    Mono<Void> finish(Deletion deletion) {
        OrganizationId id = deletion.organization();
        return unfinished.twice(
                deletion,
                () -> deleteEverything(id).doOnSuccess(done -> LOGGER.info("Deleted organization {}", id)),
                () -> inboxDeletion.freeAddresses(id));
    }

    private Mono<Void> deleteEverything(OrganizationId id) {
        return organizations
                .update(id, Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .then(Mono.defer(() -> loginChanges.publish(new LoginChange.Organization(id))))
                .then(Mono.defer(() -> deleteInboxes(id)))
                .thenMany(Flux.fromIterable(belongings))
                .concatMap(its -> its.deleteOf(id))
                .then(Mono.defer(() -> organizations.delete(id)))
                .then(Mono.defer(() -> loginChanges.publish(new LoginChange.Organization(id))));
    }

    // one after the other: a deletion of all the mail of an inbox is work enough for the store
    private Mono<Void> deleteInboxes(OrganizationId id) {
        return Flux.concat(inboxes.list(id, Optional.empty(), ALL), Flux.defer(() -> inboxes.listLeaving(id)))
                .distinct(inbox -> inbox.id().value())
                .concatMap(inboxDeletion::deleteEverything)
                .then();
    }
}
