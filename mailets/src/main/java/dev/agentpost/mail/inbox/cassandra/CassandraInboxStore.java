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
    private final AliasTables aliases;

    @Inject
    public CassandraInboxStore(CqlSession session) {
        this.tables = new InboxTables(session);
        this.aliases = new AliasTables(session);
    }

    @Override
    public Mono<Creation> create(Inbox inbox) {
        return inbox.clientId().isEmpty() ? createWithAddress(inbox) : createWithClientId(inbox, MAX_TRIES);
    }

    private Mono<Creation> createWithAddress(Inbox inbox) {
        return isMade(inbox)
                .flatMap(made -> made
                        ? Mono.just(new Creation.Created(inbox))
                        : tables.delist(inbox).then(Mono.defer(() -> notMade(inbox))));
    }

    /** Unless another request with the same client_id has got the address for this very inbox since. */
    private Mono<Creation> notMade(Inbox inbox) {
        return tables.find(inbox.email())
                .filter(found -> found.id().equals(inbox.id()))
                .flatMap(found -> tables.enlist(found).<Creation>thenReturn(new Creation.Created(found)))
                .switchIfEmpty(Mono.defer(() -> refusal(inbox.email())));
    }

    private Mono<Creation> refusal(InboxAddress email) {
        return findLeaving(email)
                .<Creation>map(leaving -> new Creation.AddressLeaving())
                .defaultIfEmpty(new Creation.AddressTaken());
    }

    /** True when the inbox exists afterwards, whoever made it; false when another has the address. */
    private Mono<Boolean> isMade(Inbox inbox) {
        return tables.enlist(inbox).then(Mono.defer(() -> hasAddress(inbox, MAX_TRIES)));
    }

    private Mono<Boolean> hasAddress(Inbox inbox, int triesLeft) {
        if (triesLeft == 0) {
            return Mono.error(new IllegalStateException("no end of changes of the address " + inbox.email()));
        }
        return tables.claimAddress(inbox).flatMap(holder -> {
            if (holder.isEmpty()) {
                return Mono.just(true);
            }
            return isFreed(holder.get()).flatMap(freed -> freed ? hasAddress(inbox, triesLeft - 1) : Mono.just(false));
        });
    }

    /** Of an alias that a deletion of its inbox has left behind. */
    private Mono<Boolean> isFreed(AliasTables.Holder holder) {
        return Mono.justOrEmpty(holder.alias())
                .filterWhen(alias ->
                        find(alias.inbox()).filter(alias::isOf).hasElement().map(owned -> !owned))
                .flatMap(alias -> aliases.free(alias).thenReturn(true))
                .defaultIfEmpty(false);
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
                .flatMap(creation -> creation instanceof Creation.Created
                        ? Mono.just(creation)
                        : tables.freeClientId(inbox).thenReturn(creation));
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
                        // Whoever began it may have given it up meanwhile, and taken it off the list.
                        ? tables.enlist(claimant).thenReturn(claimant)
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

    @Override
    public Flux<InboxAddress> listAddresses(OrganizationId organizationId, String domain) {
        Flux<InboxAddress> own = tables.listed(organizationId, Optional.empty())
                .filter(listed -> listed.email().domain().equals(domain))
                .flatMap(listed -> find(listed).map(Inbox::email), READS_AT_ONCE);
        Flux<InboxAddress> further = aliases.listed(organizationId)
                .filter(address -> address.domain().equals(domain))
                .distinct()
                .filterWhen(
                        address -> tables.findOwner(address)
                                .map(inbox -> inbox.organizationId().equals(organizationId))
                                .defaultIfEmpty(false),
                        READS_AT_ONCE);
        return Flux.concat(own, further).distinct();
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
        return find(email)
                .filterWhen(inbox -> tables.update(inbox, sendPaused, displayName))
                .flatMap(updated -> find(email));
    }

    @Override
    public Mono<Void> setLeaving(Inbox inbox) {
        return tables.freeClientId(inbox).then(Mono.defer(() -> tables.setLeaving(inbox)));
    }

    @Override
    public Mono<Inbox> findLeaving(InboxAddress email) {
        return tables.findLeaving(email);
    }

    @Override
    public Flux<Inbox> listLeaving(OrganizationId organizationId) {
        return tables.listed(organizationId, Optional.empty())
                .flatMapSequential(
                        listed -> findLeaving(listed.email())
                                .filter(inbox -> inbox.id().equals(listed.id())),
                        READS_AT_ONCE);
    }

    @Override
    public Mono<Void> delete(Inbox inbox) {
        return tables.freeClientId(inbox)
                .then(Mono.defer(() -> freeAliases(inbox)))
                .then(Mono.defer(() -> tables.freeAddress(inbox)))
                .then(Mono.defer(() -> tables.delist(inbox)));
    }

    private Mono<Void> freeAliases(Inbox inbox) {
        return aliases.listed(inbox)
                .concatMap(address -> aliases.find(address)
                        .filter(alias -> alias.isOf(inbox))
                        .flatMap(aliases::free)
                        .then(Mono.defer(() -> aliases.delist(inbox, address))))
                .then();
    }
}
