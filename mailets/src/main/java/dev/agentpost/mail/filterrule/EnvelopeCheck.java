package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Destination;
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
    private final AddressBook addresses;

    @Inject
    public EnvelopeCheck(FilterRules rules, AddressBook addresses) {
        this.rules = rules;
        this.addresses = addresses;
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

    /** Whose address it is; empty when it leads to no inbox of this server. */
    public Mono<RuleScope> scopeOf(EnvelopeAddress address) {
        return addresses
                .find(address.localPart(), address.domain())
                .map(Destination::reached)
                .flatMap(Mono::justOrEmpty)
                .map(inbox -> new RuleScope(inbox.organizationId(), inbox.id()));
    }
}
