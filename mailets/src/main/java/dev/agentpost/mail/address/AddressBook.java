package dev.agentpost.mail.address;

import com.google.common.base.Ascii;
import dev.agentpost.mail.address.Destination.OfInbox;
import dev.agentpost.mail.address.Destination.Route;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.CachedLogins;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * Knows whose an address is; the one place that does. Whose it was a moment ago is used for {@link
 * CachedLogins#STALENESS}; that it is nobody's is never remembered, since a refusal would be final and the inbox may be
 * new. Safe for use by many threads.
 */
public class AddressBook {
    /** RFC 5321 section 4.1.2: quotes that are not needed mean nothing. */
    private static final Pattern NEEDLESSLY_QUOTED = Pattern.compile("\"([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+)\"");

    private final LocalDomains localDomains;
    private final CachedLogins known;
    private final InboxStore inboxes;

    @Inject
    public AddressBook(LocalDomains localDomains, CachedLogins known, InboxStore inboxes) {
        this.localDomains = localDomains;
        this.known = known;
        this.inboxes = inboxes;
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
        return Mono.justOrEmpty(InboxAddress.parseWithoutTag(localPart + "@" + domain))
                .flatMap(this::inbox)
                .<Destination>map(inbox -> new OfInbox(inbox, Route.OWN))
                .defaultIfEmpty(Destination.UNKNOWN);
    }

    private Mono<Inbox> inbox(InboxAddress email) {
        return known.inbox(email).flatMap(found -> found.map(Mono::just).orElseGet(() -> inboxes.find(email)));
    }
}
