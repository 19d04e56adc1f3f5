package dev.agentpost.mail.bounce;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.outbound.DeliveryListener;
import dev.agentpost.mail.outbound.DeliveryStatus;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RecipientState;
import dev.agentpost.mail.outbound.Senders;
import dev.agentpost.mail.suppression.Suppressions;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What becomes of mail that failed: addresses that do not exist are suppressed, and the sending inbox gets a report, once
 * for each failure however often it is told; and one when a message is late. Nothing of this goes to other servers. Mail of
 * the null sender gets no report (RFC 5321 section 6.1), nor does what no inbox has submitted, or one that was deleted since:
 * its address may be another's now. Safe for use by many threads and nodes.
 */
public final class Bounces implements DeliveryListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Bounces.class);
    private static final byte[] NO_HEADER = {};

    private final OutboxStore outbox;
    private final HardBounces hardBounces;
    private final MailCopies copies;
    private final Senders senders;
    private final ReportOrigin origin;
    private final Clock clock;

    /**
     * Who reports.
     *
     * @param host the public name of this server
     */
    public record ReportOrigin(String host, String sharedDomain) {}

    public Bounces(
            OutboxStore outbox,
            OrganizationStore organizations,
            Suppressions suppressions,
            MailCopies copies,
            Senders senders,
            ReportOrigin origin,
            Clock clock) {
        this.outbox = outbox;
        this.hardBounces = new HardBounces(organizations, suppressions);
        this.copies = copies;
        this.senders = senders;
        this.origin = origin;
        this.clock = clock;
    }

    /** Suppressions first: whoever has read the report finds them. */
    @Override
    public Mono<Void> bounced(OutgoingMessage message, List<RecipientState> failed) {
        return hardBounces.suppress(message, failed).then(Mono.defer(() -> report(ReportKind.FAILED, message, failed)));
    }

    /** Names all that are late by now, since nothing is said of the message a second time. */
    @Override
    public Mono<Void> delayed(OutgoingMessage message, List<RecipientState> delayed) {
        if (inbox(message).isEmpty()) {
            return Mono.empty();
        }
        return outbox.entries(message.submissionId())
                .flatMapIterable(OutgoingState::recipients)
                .filter(recipient -> recipient.status() == DeliveryStatus.DEFERRED)
                .concatWith(Flux.fromIterable(delayed))
                .collect(
                        () -> new TreeMap<String, RecipientState>(),
                        (all, recipient) -> all.put(recipient.recipient(), recipient))
                .flatMap(all -> report(ReportKind.DELAYED, message, List.copyOf(all.values())));
    }

    /** Whom to tell; nobody for the null sender. */
    private static Optional<InboxAddress> inbox(OutgoingMessage message) {
        return message.sender().isEmpty() ? Optional.empty() : message.inbox().flatMap(InboxAddress::parse);
    }

    private Mono<Void> report(ReportKind kind, OutgoingMessage message, List<RecipientState> recipients) {
        return Mono.justOrEmpty(inbox(message))
                .filterWhen(inbox -> isThere(message))
                .flatMap(inbox -> header(message)
                        .map(header -> new BounceReport(kind, origin, message, recipients, header, clock.instant()))
                        .flatMap(report -> copies.store(
                                        new CopyId(report.id(), inbox, SystemFolder.INBOX),
                                        Optional.empty(),
                                        report.render())
                                .doOnNext(outcome -> LOGGER.info("report {} for {}: {}", report.id(), inbox, outcome))))
                .then();
    }

    private Mono<Boolean> isThere(OutgoingMessage message) {
        return Mono.fromCallable(() -> senders.isThere(message)).subscribeOn(Schedulers.boundedElastic());
    }

    /** As far as the first part of the message goes: more of a header is no use to who reads a report. */
    private Mono<byte[]> header(OutgoingMessage message) {
        return outbox.part(message.contentId(), 0)
                .flatMap(part -> Mono.fromCallable(() -> HeaderBlock.read(new ByteArrayInputStream(part))))
                .defaultIfEmpty(NO_HEADER);
    }
}
