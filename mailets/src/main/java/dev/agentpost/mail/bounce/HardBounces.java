package dev.agentpost.mail.bounce;

import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientState;
import dev.agentpost.mail.suppression.HardBounce;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.Suppressions;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Suppresses the addresses of which it was said that they do not exist. Safe for use by many threads. */
final class HardBounces {
    private final OrganizationStore organizations;
    private final Suppressions suppressions;

    HardBounces(OrganizationStore organizations, Suppressions suppressions) {
        this.organizations = organizations;
        this.suppressions = suppressions;
    }

    /** May be repeated. */
    Mono<Void> suppress(OutgoingMessage message, List<RecipientState> failed) {
        return Mono.justOrEmpty(message.organization())
                .filterWhen(organization -> organizations.find(organization).hasElement())
                .flatMapMany(organization -> Flux.fromIterable(failed)
                        .flatMap(recipient -> Mono.justOrEmpty(suppression(organization, message, recipient))))
                .concatMap(suppressions::add)
                .then();
    }

    private static Optional<Suppression> suppression(
            OrganizationId organization, OutgoingMessage message, RecipientState failed) {
        return failed.reply().flatMap(reply -> HardBounce.status(reply)
                .flatMap(status -> Suppression.parseAddress(failed.recipient())
                        .map(address -> new Suppression(
                                organization,
                                address,
                                status,
                                reply,
                                Optional.of(message.id()),
                                failed.at().truncatedTo(ChronoUnit.MILLIS)))));
    }
}
