package dev.agentpost.mail.address;

import dev.agentpost.mail.inbox.AliasNames;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.AliasStore.Claim;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.UsableDomains;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives inboxes further addresses and takes them away. Safe for use by many threads. */
public final class Aliases {
    public static final int MAX_PER_INBOX = 100;

    /** How it ended; a store that does not answer is an error of the publisher. */
    public sealed interface Result {
        record Added() implements Result {}

        record Repeated() implements Result {}

        record Taken() implements Result {}

        /** @param reason for the person who asked */
        record Refused(String reason) implements Result {}

        record TooMany() implements Result {}

        record NoInbox() implements Result {}
    }

    private final AliasStore store;
    private final AliasNames names;
    private final UsableDomains domains;
    private final AddressBook addressBook;

    @Inject
    public Aliases(AliasStore store, AliasNames names, UsableDomains domains, AddressBook addressBook) {
        this.store = store;
        this.names = names;
        this.domains = domains;
        this.addressBook = addressBook;
    }

    public Mono<Result> add(Inbox inbox, InboxAddress alias) {
        Optional<String> refusal = names.refusal(inbox.email(), alias);
        if (refusal.isPresent()) {
            return Mono.just(new Result.Refused(refusal.get()));
        }
        return mayUse(inbox, alias).flatMap(usable -> usable ? addUnlessFull(inbox, alias) : notUsable(alias));
    }

    private Mono<Boolean> mayUse(Inbox inbox, InboxAddress alias) {
        return domains.mayUse(inbox.organizationId(), alias.domain());
    }

    private static Mono<Result> notUsable(InboxAddress alias) {
        return Mono.just(new Result.Refused("'" + alias.domain() + "' is not a verified domain of this organization"));
    }

    /** Those that come at the same moment may make it a few more. */
    private Mono<Result> addUnlessFull(Inbox inbox, InboxAddress alias) {
        return list(inbox)
                .filter(existing -> !existing.equals(alias))
                .count()
                .flatMap(others -> others < MAX_PER_INBOX ? claim(inbox, alias) : Mono.just(new Result.TooMany()));
    }

    private Mono<Result> claim(Inbox inbox, InboxAddress alias) {
        return store.add(inbox, alias)
                .doOnTerminate(() -> addressBook.forget(alias))
                .flatMap(claim -> switch (claim) {
                    case ADDED, REPEATED -> unlessDomainIsGone(inbox, alias, claim);
                    case TAKEN -> Mono.just(new Result.Taken());
                    case NO_INBOX -> Mono.just(new Result.NoInbox());
                });
    }

    /** Whoever gives the domain up at the same moment sees the alias, or is seen here. */
    private Mono<Result> unlessDomainIsGone(Inbox inbox, InboxAddress alias, Claim claim) {
        Result done = claim == Claim.ADDED ? new Result.Added() : new Result.Repeated();
        return mayUse(inbox, alias)
                .flatMap(usable ->
                        usable ? Mono.just(done) : remove(inbox, alias).then(Mono.defer(() -> notUsable(alias))));
    }

    /** May be repeated; an address that is no alias of this inbox is left alone. */
    public Mono<Void> remove(Inbox inbox, InboxAddress alias) {
        return store.remove(inbox, alias).doOnTerminate(() -> addressBook.forget(alias));
    }

    /** In the order of their text. */
    public Flux<InboxAddress> list(Inbox inbox) {
        return store.list(inbox);
    }
}
