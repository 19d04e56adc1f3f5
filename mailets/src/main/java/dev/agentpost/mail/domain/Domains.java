package dev.agentpost.mail.domain;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How organizations come by domains and give them up. Any number of them may ask for one, since asking proves nothing;
 * the first to show its proof has it. Safe for use by many threads and nodes.
 */
public final class Domains {
    private static final int ALL = Integer.MAX_VALUE;

    /** What came of a wish; a store that does not answer is an error of the publisher. */
    public sealed interface Asked {
        record Noted(CustomDomain domain, boolean isNew) implements Asked {}

        /** @param reason for the person who asked */
        record Refused(String reason) implements Asked {}

        record Taken(String domain) implements Asked {}
    }

    /** What came of a look for the proof. */
    public sealed interface Verification {
        record Verified(CustomDomain domain) implements Verification {}

        /** @param reason for the person who asked */
        record NotProved(CustomDomain domain, String reason) implements Verification {}

        /** The DNS did not answer, which says nothing. */
        record Undecided(String reason) implements Verification {}

        record Taken() implements Verification {}
    }

    /** What came of a change of the catch-all inbox. */
    public enum CatchAllChange {
        CHANGED,
        NOT_VERIFIED,
        NO_SUCH_INBOX
    }

    private final DomainStore store;
    private final ServedDomains served;
    private final InboxStore inboxes;
    private final Set<DomainRecords> records;
    private final Set<KeptOfDomains> kept;
    private final RecordChecks checks;
    private final Clock clock;

    @Inject
    public Domains(
            DomainStore store,
            ServedDomains served,
            InboxStore inboxes,
            Set<DomainRecords> records,
            Set<KeptOfDomains> kept,
            RecordChecks checks,
            Clock clock) {
        this.store = store;
        this.served = served;
        this.inboxes = inboxes;
        this.records = records;
        this.kept = kept;
        this.checks = checks;
        this.clock = clock;
    }

    public Mono<Asked> ask(OrganizationId organization, String text) {
        DomainWish wish = DomainWish.of(text, served.shared());
        if (wish instanceof DomainWish.Refused refused) {
            return Mono.just(new Asked.Refused(refused.reason()));
        }
        String domain = ((DomainWish.Possible) wish).domain();
        return isAnothers(organization, domain)
                .flatMap(taken -> taken ? Mono.just(new Asked.Taken(domain)) : note(organization, domain));
    }

    private Mono<Boolean> isAnothers(OrganizationId organization, String domain) {
        return store.findOwner(domain)
                .map(owner -> !owner.organizationId().equals(organization))
                .defaultIfEmpty(false);
    }

    private Mono<Asked> note(OrganizationId organization, String domain) {
        CustomDomain wish =
                CustomDomain.pending(domain, organization, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return store.create(wish)
                .map(noted -> new Asked.Noted(noted, noted.token().equals(wish.token())));
    }

    /** Empty when the organization has not asked for the domain. */
    public Mono<CustomDomain> find(OrganizationId organization, String domain) {
        return store.find(organization, domain);
    }

    public Flux<CustomDomain> list(OrganizationId organization, Optional<String> after, int limit) {
        return store.list(organization, after, limit);
    }

    /** What is to be published, the proof first. */
    public Mono<List<CheckedRecord>> records(CustomDomain domain) {
        return all(domain).map(CheckedRecord::unasked).collectList();
    }

    /** What is to be published, and whether it is. */
    public Mono<List<CheckedRecord>> check(CustomDomain domain) {
        return all(domain).flatMapSequential(checks::check).collectList();
    }

    /** What the operator is to publish for the shared domain, and whether it is. */
    public Mono<List<CheckedRecord>> checkShared() {
        return withoutProof(served.shared().name())
                .flatMapSequential(checks::check)
                .collectList();
    }

    private Flux<DnsRecord> all(CustomDomain domain) {
        return Flux.concat(Flux.just(OwnershipProof.record(domain)), withoutProof(domain.name()));
    }

    private Flux<DnsRecord> withoutProof(String domain) {
        return Flux.fromIterable(records).concatMap(source -> source.of(domain));
    }

    /** Looks for the proof; a domain that is verified stays so. */
    public Mono<Verification> verify(CustomDomain domain) {
        if (domain.status() == DomainStatus.VERIFIED) {
            return Mono.just(new Verification.Verified(domain));
        }
        return isAnothers(domain.organizationId(), domain.name())
                .flatMap(taken -> taken
                        ? Mono.just(new Verification.Taken())
                        : checks.check(OwnershipProof.record(domain)).flatMap(checked -> decide(domain, checked)));
    }

    private Mono<Verification> decide(CustomDomain domain, CheckedRecord checked) {
        if (checked.found().isEmpty()) {
            return Mono.just(new Verification.Undecided(checked.trouble().orElseThrow()));
        }
        if (!checked.found().get()) {
            return Mono.just(new Verification.NotProved(
                    domain,
                    "there is no TXT record at " + checked.record().name() + " that says "
                            + checked.record().value()));
        }
        return store.claim(
                        domain.organizationId(), domain.name(), clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .doOnTerminate(served::forget)
                .flatMap(has -> has
                        ? find(domain.organizationId(), domain.name()).map(Verification.Verified::new)
                        : Mono.just(new Verification.Taken()));
    }

    /** @param inbox none: mail for addresses that are nobody's is refused */
    public Mono<CatchAllChange> setCatchAll(CustomDomain domain, Optional<InboxAddress> inbox) {
        OrganizationId organization = domain.organizationId();
        return Mono.justOrEmpty(inbox)
                .filterWhen(email -> inboxes.find(email)
                        .map(Inbox::organizationId)
                        .map(organization::equals)
                        .defaultIfEmpty(false))
                .singleOptional()
                .flatMap(found -> found.equals(inbox)
                        ? store.setCatchAll(organization, domain.name(), inbox)
                                .doOnTerminate(served::forget)
                                .map(changed -> changed ? CatchAllChange.CHANGED : CatchAllChange.NOT_VERIFIED)
                        : Mono.just(CatchAllChange.NO_SUCH_INBOX));
    }

    /**
     * Gives the domain up unless there are addresses on it. May be repeated. Whoever makes an address at the same moment
     * is seen, or sees that the domain is going.
     *
     * @return how many addresses there are; 0: the domain is given up
     */
    public Mono<Long> delete(OrganizationId organization, String domain) {
        return store.setLeaving(organization, domain, true)
                .flatMap(
                        has -> has ? inboxes.listAddresses(organization, domain).count() : Mono.just(0L))
                .flatMap(addresses -> addresses == 0
                        ? giveUp(organization, domain).thenReturn(addresses)
                        : store.setLeaving(organization, domain, false).thenReturn(addresses))
                .doOnTerminate(served::forget);
    }

    /** What is kept for its owner goes while it has one: it may not be the next owner's that goes. */
    private Mono<Void> giveUp(OrganizationId organization, String domain) {
        return store.findOwner(domain)
                .filter(owner -> owner.organizationId().equals(organization))
                .flatMapMany(owner -> Flux.fromIterable(kept))
                .concatMap(its -> its.delete(domain))
                .then(Mono.defer(() -> store.delete(organization, domain)));
    }

    /** Of an inbox that is being deleted, as long as it has its address: the next inbox of that may be the catch-all. May be repeated. */
    Mono<Void> endCatchAll(Inbox inbox) {
        return inboxes.findLeaving(inbox.email())
                .filter(leaving -> leaving.id().equals(inbox.id()))
                .flatMapMany(leaving -> store.list(leaving.organizationId(), Optional.empty(), ALL))
                .filter(domain -> domain.catchAll().equals(Optional.of(inbox.email())))
                .concatMap(domain -> store.removeCatchAll(inbox.organizationId(), domain.name(), inbox.email()))
                .then()
                .doOnTerminate(served::forget);
    }

    /** Of an organization whose inboxes are gone. May be repeated. */
    public Mono<Void> deleteAll(OrganizationId organization) {
        return store.list(organization, Optional.empty(), ALL)
                .concatMap(domain -> giveUp(organization, domain.name()))
                .then()
                .doOnTerminate(served::forget);
    }
}
