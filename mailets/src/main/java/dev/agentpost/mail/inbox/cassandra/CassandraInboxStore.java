package dev.agentpost.mail.inbox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Inboxes in the tables of {@link InboxSchema}. Safe for use by many threads and nodes.
 *
 * <p>A creation claims the client_id, enters the listing, and claims the address: with the last step the inbox exists.
 * Interrupted before that, it leaves no inbox, and the next request with the client_id goes on where it stopped. A
 * deletion goes the other way round, except that the client_id is freed first: were it freed last, a request in between
 * would take the deletion for an interrupted creation.
 */
public class CassandraInboxStore implements InboxStore {
    private static final int READS_AT_ONCE = 16;

    /** Each further try means that a claim of the client_id came and failed between two of our steps. */
    private static final int MAX_TRIES = 10;

    private final InboxTables tables;

    @Inject
    public CassandraInboxStore(CqlSession session) {
        this.tables = new InboxTables(session);
    }

    @Override
    public Mono<Creation> create(Inbox inbox) {
        return inbox.clientId().isEmpty() ? createWithAddress(inbox) : createWithClientId(inbox, MAX_TRIES);
    }

    private Mono<Creation> createWithAddress(Inbox inbox) {
        return isMade(inbox)
                .flatMap(made -> made
                        ? Mono.just(new Creation.Created(inbox))
                        : tables.delist(inbox).thenReturn(new Creation.AddressTaken()));
    }

    /** True when the inbox exists afterwards, whoever made it; false when another has the address. */
    private Mono<Boolean> isMade(Inbox inbox) {
        return tables.enlist(inbox)
                .then(Mono.defer(() -> tables.claimAddress(inbox)))
                .map(inbox.id()::equals);
    }

    private Mono<Creation> createWithClientId(Inbox inbox, int triesLeft) {
        if (triesLeft == 0) {
            return Mono.error(new IllegalStateException("no end of simultaneous creations with one client_id"));
        }
        return tables.claimClientId(inbox)
                .flatMap(claimant ->
                        claimant.id().equals(inbox.id()) ? createClaimed(inbox) : repeat(claimant, inbox, triesLeft));
    }

    private Mono<Creation> createClaimed(Inbox inbox) {
        return createWithAddress(inbox)
                .flatMap(creation -> creation instanceof Creation.AddressTaken
                        ? tables.freeClientId(inbox).thenReturn(creation)
                        : Mono.just(creation));
    }

    private Mono<Creation> repeat(Inbox claimant, Inbox inbox, int triesLeft) {
        return find(claimant.email())
                .filter(found -> found.id().equals(claimant.id()))
                .switchIfEmpty(Mono.defer(() -> finish(claimant)))
                .<Creation>map(Creation.Repeated::new)
                .switchIfEmpty(Mono.defer(() -> createWithClientId(inbox, triesLeft - 1)));
    }

    /** Goes on with a creation under way or interrupted; empty when it cannot succeed, its claim is then gone. */
    private Mono<Inbox> finish(Inbox claimant) {
        return isMade(claimant)
                .flatMap(made -> made
                        ? Mono.just(claimant)
                        : tables.freeClientId(claimant).then(Mono.empty()));
    }

    @Override
    public Mono<Inbox> find(InboxAddress email) {
        return tables.find(email);
    }

    @Override
    public Flux<Inbox> list(OrganizationId organizationId, Optional<InboxId> after, int limit) {
        return tables.listed(organizationId, after)
                .flatMapSequential(this::find, READS_AT_ONCE)
                .take(limit);
    }

    @Override
    public Mono<Inbox> find(OrganizationId organizationId, InboxId id) {
        return tables.listed(organizationId, id).flatMap(this::find);
    }

    /** Empty when the listing names an inbox that is gone, or whose address another inbox has now. */
    private Mono<Inbox> find(InboxTables.Listed listed) {
        return find(listed.email()).filter(inbox -> inbox.id().equals(listed.id()));
    }

    @Override
    public Mono<Inbox> update(
            InboxAddress email, Optional<Boolean> sendPaused, Optional<Optional<String>> displayName) {
        if (sendPaused.isEmpty() && displayName.isEmpty()) {
            return find(email);
        }
        return tables.update(email, sendPaused, displayName)
                .filter(Boolean::booleanValue)
                .flatMap(updated -> find(email));
    }

    @Override
    public Mono<Void> delete(InboxAddress email) {
        return find(email).flatMap(inbox -> tables.freeClientId(inbox)
                .then(Mono.defer(() -> tables.freeAddress(inbox)))
                .then(Mono.defer(() -> tables.delist(inbox))));
    }
}
