package dev.agentpost.mail.address;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.base.Ascii;
import dev.agentpost.mail.address.Destination.OfInbox;
import dev.agentpost.mail.address.Destination.Route;
import dev.agentpost.mail.domain.DomainOwner;
import dev.agentpost.mail.domain.DomainOwners;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.login.CachedLogins;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * Knows whose an address is; the one place that does. Whose it was a moment ago is used for {@link
 * CachedLogins#STALENESS}, that it is nobody's never: a refusal would be final, or a catch-all inbox get what is a new
 * inbox's. Safe for use by many threads.
 */
public class AddressBook {
    private static final int MAX_REMEMBERED = 20_000;

    /** RFC 5321 section 4.1.2: quotes that are not needed mean nothing. */
    private static final Pattern NEEDLESSLY_QUOTED = Pattern.compile("\"([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+)\"");

    private final LocalDomains localDomains;
    private final DomainOwners owners;
    private final CachedLogins known;
    private final AliasStore addresses;
    private final Cache<InboxAddress, Inbox> knownAliases;

    @Inject
    public AddressBook(LocalDomains localDomains, DomainOwners owners, CachedLogins known, AliasStore addresses) {
        this(localDomains, owners, known, addresses, Ticker.systemTicker());
    }

    AddressBook(
            LocalDomains localDomains, DomainOwners owners, CachedLogins known, AliasStore addresses, Ticker ticker) {
        this.localDomains = localDomains;
        this.owners = owners;
        this.known = known;
        this.addresses = addresses;
        this.knownAliases = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(CachedLogins.STALENESS)
                .ticker(ticker)
                .build();
    }

    /**
     * @param localPart in any case, with or without a tag, possibly quoted
     * @param domain in any case
     * @return never empty; an error means that a store did not answer
     */
    public Mono<Destination> find(String localPart, String domain) {
        String folded = Ascii.toLowerCase(domain);
        return localDomains
                .contains(folded)
                .flatMap(local -> local ? findHere(unquoted(localPart), folded) : Mono.just(Destination.ELSEWHERE));
    }

    private static String unquoted(String localPart) {
        Matcher matcher = NEEDLESSLY_QUOTED.matcher(localPart);
        return matcher.matches() ? matcher.group(1) : localPart;
    }

    private Mono<Destination> findHere(String localPart, String domain) {
        return owners.find(domain)
                .flatMap(owner -> Mono.justOrEmpty(InboxAddress.parseWithoutTag(localPart + "@" + domain))
                        .flatMap(this::ofInbox)
                        .filter(found -> isOf(owner, found.inbox()))
                        .switchIfEmpty(Mono.defer(() -> catchAll(owner)))
                        .cast(Destination.class)
                        .defaultIfEmpty(Destination.UNKNOWN));
    }

    /** A domain that changed hands does not lead into inboxes of the organization that had it before. */
    private static boolean isOf(Optional<DomainOwner> owner, Inbox inbox) {
        return owner.map(DomainOwner::organizationId)
                .filter(organization -> !organization.equals(inbox.organizationId()))
                .isEmpty();
    }

    private Mono<OfInbox> ofInbox(InboxAddress address) {
        return Mono.defer(() -> {
            Inbox ofAlias = knownAliases.getIfPresent(address);
            return ofAlias == null ? read(address) : Mono.just(new OfInbox(ofAlias, Route.ALIAS));
        });
    }

    private Mono<OfInbox> read(InboxAddress address) {
        return known.inbox(address)
                .flatMap(found -> found.map(Mono::just).orElseGet(() -> addresses.findOwner(address)))
                .map(inbox -> new OfInbox(inbox, inbox.email().equals(address) ? Route.OWN : Route.ALIAS))
                .doOnNext(found -> {
                    if (found.route() == Route.ALIAS) {
                        knownAliases.put(address, found.inbox());
                    }
                });
    }

    private Mono<OfInbox> catchAll(Optional<DomainOwner> owner) {
        return Mono.justOrEmpty(owner.flatMap(DomainOwner::catchAll))
                .flatMap(this::read)
                .filter(found -> found.route() == Route.OWN && isOf(owner, found.inbox()))
                .map(found -> new OfInbox(found.inbox(), Route.CATCH_ALL));
    }

    /** To be called when an alias was changed here; other nodes see it within {@link CachedLogins#STALENESS}. */
    void forget(InboxAddress alias) {
        knownAliases.invalidate(alias);
    }
}
