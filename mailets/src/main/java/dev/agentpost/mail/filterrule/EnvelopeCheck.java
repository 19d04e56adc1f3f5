package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.submission.LocalDomains;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * Both sides of a mail that one inbox here may send to another: what the sender's rules say of the recipient, and what the
 * recipient's rules say of the sender. Mail that stays on this server is received like any other, or whoever has an inbox
 * here would get past an allow list that keeps out everybody else.
 */
public class EnvelopeCheck {
    private final FilterRules rules;
    private final LocalDomains localDomains;
    private final CachedLogins known;
    private final InboxStore inboxes;

    @Inject
    public EnvelopeCheck(FilterRules rules, LocalDomains localDomains, CachedLogins known, InboxStore inboxes) {
        this.rules = rules;
        this.localDomains = localDomains;
        this.known = known;
        this.inboxes = inboxes;
    }

    /**
     * @param submitter whose mail it is; empty: nobody's here
     * @param sender MAIL FROM; empty for {@code <>}, which receive rules let pass
     * @return never empty; an error means that rules could not be read
     */
    public Mono<FilterDecision> decide(
            Optional<RuleScope> submitter, Optional<EnvelopeAddress> sender, EnvelopeAddress recipient) {
        return Mono.justOrEmpty(submitter)
                .flatMap(scope -> rules.decide(scope, Direction.SEND, recipient))
                .filter(decision -> decision instanceof FilterDecision.Blocked)
                .switchIfEmpty(Mono.defer(() -> ofRecipient(sender, recipient)));
    }

    private Mono<FilterDecision> ofRecipient(Optional<EnvelopeAddress> sender, EnvelopeAddress recipient) {
        return Mono.justOrEmpty(sender)
                .flatMap(from -> scopeOf(recipient).flatMap(scope -> rules.decide(scope, Direction.RECEIVE, from)))
                .defaultIfEmpty(FilterDecision.ALLOWED);
    }

    /** Whose address it is; empty when it is no inbox of this server. */
    public Mono<RuleScope> scopeOf(EnvelopeAddress address) {
        return localDomains
                .contains(address.domain())
                .filter(local -> local)
                .flatMap(local -> Mono.justOrEmpty(InboxAddress.parseWithoutTag(address.toString())))
                .flatMap(this::inbox)
                .map(inbox -> new RuleScope(inbox.organizationId(), inbox.id()));
    }

    /** That there is none is never remembered: the inbox may be new, and its rules with it. */
    private Mono<Inbox> inbox(InboxAddress email) {
        return known.inbox(email).flatMap(found -> found.map(Mono::just).orElseGet(() -> inboxes.find(email)));
    }
}
