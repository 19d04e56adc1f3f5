package dev.agentpost.mail.inbox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.cassandra.AliasTables.Alias;
import dev.agentpost.mail.inbox.cassandra.AliasTables.Holder;
import java.time.Clock;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Aliases in the tables of {@link InboxSchema}. Safe for use by many threads and nodes.
 *
 * <p>An alias enters the listing of its inbox, and claims its address: with the last step it exists. What a deletion of
 * the inbox leaves behind when it runs at the same moment leads nowhere, and whoever wants the address gets it.
 */
public class CassandraAliasStore implements AliasStore {
    private static final int READS_AT_ONCE = 16;

    /** Each further try means that an address was freed and taken again between two of our steps. */
    private static final int MAX_TRIES = 10;

    private final InboxTables inboxes;
    private final AliasTables aliases;
    private final Clock clock;

    @Inject
    public CassandraAliasStore(CqlSession session, Clock clock) {
        this.inboxes = new InboxTables(session);
        this.aliases = new AliasTables(session);
        this.clock = clock;
    }

    @Override
    public Mono<Claim> add(Inbox inbox, InboxAddress alias) {
        return aliases.enlist(inbox, alias)
                .then(Mono.defer(() -> claim(inbox, alias, MAX_TRIES)))
                .flatMap(claim -> claim == Claim.TAKEN
                        ? delist(inbox, alias).thenReturn(claim)
                        : unlessInboxIsGone(inbox, alias, claim));
    }

    private Mono<Claim> claim(Inbox inbox, InboxAddress address, int triesLeft) {
        if (triesLeft == 0) {
            return Mono.error(new IllegalStateException("no end of changes of the address " + address));
        }
        return aliases.claim(inbox, address, clock.instant())
                .flatMap(holder ->
                        holder.isEmpty() ? Mono.just(Claim.ADDED) : claimHeld(inbox, address, holder.get(), triesLeft));
    }

    private Mono<Claim> claimHeld(Inbox inbox, InboxAddress address, Holder holder, int triesLeft) {
        if (holder.alias().isEmpty()) {
            return Mono.just(Claim.TAKEN);
        }
        Alias alias = holder.alias().get();
        if (alias.isOf(inbox)) {
            return Mono.just(Claim.REPEATED);
        }
        return inboxes.find(alias.inbox())
                .filter(alias::isOf)
                .map(owner -> Claim.TAKEN)
                .switchIfEmpty(Mono.defer(
                        () -> aliases.free(alias).then(Mono.defer(() -> claim(inbox, address, triesLeft - 1)))));
    }

    /** A deletion of the inbox that began before may have looked at its aliases before there was this one. */
    private Mono<Claim> unlessInboxIsGone(Inbox inbox, InboxAddress alias, Claim claim) {
        return inboxes.find(inbox.email())
                .filter(found -> found.id().equals(inbox.id()))
                .map(found -> claim)
                .switchIfEmpty(Mono.defer(() -> remove(inbox, alias).thenReturn(Claim.NO_INBOX)));
    }

    @Override
    public Mono<Void> remove(Inbox inbox, InboxAddress alias) {
        return aliases.find(alias)
                .filter(found -> found.isOf(inbox))
                .flatMap(aliases::free)
                .then(Mono.defer(() -> delist(inbox, alias)));
    }

    /** The listing lacks no alias that exists, even when this one is made again meanwhile. */
    private Mono<Void> delist(Inbox inbox, InboxAddress alias) {
        return aliases.delist(inbox, alias)
                .then(Mono.defer(() -> aliases.find(alias)))
                .filter(found -> found.isOf(inbox))
                .flatMap(found -> aliases.enlist(inbox, alias));
    }

    @Override
    public Flux<InboxAddress> list(Inbox inbox) {
        return aliases.listed(inbox)
                .flatMapSequential(aliases::find, READS_AT_ONCE)
                .filter(alias -> alias.isOf(inbox))
                .map(Alias::address);
    }

    @Override
    public Mono<Inbox> findOwner(InboxAddress address) {
        return inboxes.findOwner(address);
    }
}
