package dev.agentpost.mail.bounce;

import dev.agentpost.mail.bounce.ReceivedReport.Failure;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.mailboxstore.MessageSource.Body;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.outbound.DeliveryStatus;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RecipientState;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.Suppressions;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What other servers report after they had taken a message: addresses that do not exist after all are suppressed. Only
 * when the report names a message by the id that this server gave it, which nobody can guess who has not seen it, comes to
 * the sender of that message, is about a recipient whose server took it, and all recipients are of one domain: each of them
 * has seen the id, and could have the others suppressed by a forged report. Safe for use by many threads and nodes.
 */
public final class ReportedFailures {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReportedFailures.class);
    private static final Set<DeliveryStatus> SENT =
            Set.of(DeliveryStatus.DELIVERED, DeliveryStatus.DEFERRED, DeliveryStatus.BOUNCED);

    private final OutboxStore outbox;
    private final HardBounces hardBounces;
    private final Clock clock;

    @Inject
    public ReportedFailures(
            OutboxStore outbox, OrganizationStore organizations, Suppressions suppressions, Clock clock) {
        this.outbox = outbox;
        this.hardBounces = new HardBounces(organizations, suppressions);
        this.clock = clock;
    }

    /**
     * Completes for what is no report too.
     *
     * @param recipients whom the message came for
     */
    public Mono<Void> heed(Body message, List<String> recipients) throws IOException {
        Optional<ReceivedReport> report = ReceivedReport.read(message);
        return Mono.justOrEmpty(report)
                .filter(any -> !any.failures().isEmpty())
                .flatMapMany(any -> Flux.fromIterable(any.submissionIds())
                        .concatMap(id -> outbox.entries(id).collectList())
                        .filter(ReportedFailures::isOfOneDomain)
                        .flatMapIterable(Function.identity())
                        .filter(entry -> isSender(entry, recipients))
                        .concatMap(entry -> suppress(entry, any.failures())))
                .then();
    }

    private static boolean isOfOneDomain(List<OutgoingState> entries) {
        return entries.stream()
                        .flatMap(entry -> entry.recipients().stream())
                        .map(recipient -> domain(recipient.recipient()))
                        .distinct()
                        .count()
                == 1;
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isSender(OutgoingState entry, List<String> recipients) {
        Optional<EnvelopeAddress> sender =
                Suppression.parseAddress(entry.message().sender());
        return entry.message().inbox().isPresent()
                && sender.isPresent()
                && recipients.stream().map(Suppression::parseAddress).anyMatch(sender::equals);
    }

    private Mono<Void> suppress(OutgoingState entry, List<Failure> failures) {
        List<RecipientState> failed = entry.recipients().stream()
                .filter(recipient -> SENT.contains(recipient.status()))
                .flatMap(recipient -> failures.stream()
                        .filter(failure -> Suppression.parseAddress(failure.recipient())
                                .equals(Suppression.parseAddress(recipient.recipient())))
                        .map(failure -> failed(recipient, failure)))
                .toList();
        if (!failed.isEmpty()) {
            LOGGER.info(
                    "report of failed delivery message={} recipients={}",
                    entry.message().id(),
                    failed.stream().map(RecipientState::recipient).collect(Collectors.joining(",")));
        }
        return hardBounces.suppress(entry.message(), failed);
    }

    private RecipientState failed(RecipientState sent, Failure failure) {
        return new RecipientState(
                sent.recipient(),
                sent.destination(),
                DeliveryStatus.BOUNCED,
                Optional.of(failure.reply()),
                sent.host(),
                clock.instant());
    }
}
