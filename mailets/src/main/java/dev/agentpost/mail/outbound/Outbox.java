package dev.agentpost.mail.outbound;

import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mime.CrlfInputStream;
import dev.agentpost.mail.mime.SevenBit;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Takes mails from the spool and has them sent. Safe for use by many threads and nodes. */
public final class Outbox {
    /** Until then the node that has accepted a mail is left alone with it. */
    public static final Duration HEAD_START = Duration.ofSeconds(5);

    /** Of one entry, which is one request to the store. */
    static final int MAX_RECIPIENTS = 100;

    static final int MAX_RECIPIENT_OCTETS = 8 * 1024;

    private final OutboxStore store;
    private final Destinations destinations;
    private final RetrySchedule schedule;
    private final MessageSigner signer;
    private final Consumer<DueDelivery> wakeUp;
    private final Clock clock;
    private final OutboxContent contents;

    /** @param wakeUp hears of what was added, at once */
    public Outbox(
            OutboxStore store,
            Destinations destinations,
            RetrySchedule schedule,
            MessageSigner signer,
            Consumer<DueDelivery> wakeUp,
            Clock clock) {
        this.store = store;
        this.destinations = destinations;
        this.schedule = schedule;
        this.signer = signer;
        this.wakeUp = wakeUp;
        this.clock = clock;
        this.contents = new OutboxContent(store);
    }

    /**
     * Blocks until the mail is durable. Repeated with the same id it adds the recipients that were not there, and leaves
     * the others as they are.
     */
    public void add(OutgoingMail mail) throws IOException {
        List<String> missing = mail.recipients().stream()
                .map(Destinations::address)
                .distinct()
                .sorted()
                .toList();
        for (int entry = 1; !missing.isEmpty(); entry++) {
            Set<String> there = addEntry(mail, entryId(mail.id(), entry), entryful(missing));
            missing = missing.stream()
                    .filter(recipient -> !there.contains(recipient))
                    .toList();
        }
    }

    public static String entryId(String messageId, int entry) {
        return entry == 1 ? messageId : messageId + "-" + entry;
    }

    private static List<String> entryful(List<String> recipients) {
        List<String> taken = new ArrayList<>();
        int octets = 0;
        for (String recipient : recipients) {
            octets += recipient.length();
            if (!taken.isEmpty() && (octets > MAX_RECIPIENT_OCTETS || taken.size() == MAX_RECIPIENTS)) {
                break;
            }
            taken.add(recipient);
        }
        return taken;
    }

    /** @return the recipients of the entry, which may have been there with others */
    private Set<String> addEntry(OutgoingMail mail, String id, List<String> recipients) throws IOException {
        Optional<OutgoingState> known = store.find(id).blockOptional();
        if (known.isPresent()) {
            return recipients(known.get());
        }
        UUID contentId = UUID.randomUUID();
        OutboxContent.Saved saved = saveContent(mail, contentId);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        OutgoingMessage message = new OutgoingMessage(
                id,
                mail.organization(),
                mail.inbox(),
                mail.sender().isEmpty() ? "" : Destinations.address(mail.sender()),
                contentId,
                saved.sizeBytes(),
                saved.eightBit(),
                now,
                now.plus(schedule.lifetime()));
        List<RecipientState> states = recipients.stream()
                .map(recipient -> RecipientState.queued(recipient, destinations.of(recipient), now))
                .toList();
        Instant dueAt = now.plus(HEAD_START);
        if (!Boolean.TRUE.equals(store.add(message, states, dueAt).block())) {
            contents.remove(message);
            return recipients(store.find(id).blockOptional().orElseThrow());
        }
        states.stream()
                .map(RecipientState::destination)
                .distinct()
                .forEach(destination -> wakeUp.accept(new DueDelivery(dueAt, id, destination)));
        return Set.copyOf(recipients);
    }

    private static Set<String> recipients(OutgoingState state) {
        return state.recipients().stream().map(RecipientState::recipient).collect(Collectors.toSet());
    }

    private OutboxContent.Saved saveContent(OutgoingMail mail, UUID contentId) throws IOException {
        MessageSource signed = signer.sign(mail, SevenBit.of(mail.message())).block();
        try (InputStream octets = new CrlfInputStream(signed.open())) {
            return contents.save(contentId, octets);
        }
    }
}
