package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.ImapConnection;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A selected mailbox that hears of what other sessions did between the commands of its own, and of what its own commands did
 * within them. Whoever makes a change does not wait until others have been told. Safe for use by many threads.
 */
final class OrderedListener implements EventListener.ReactiveEventListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(OrderedListener.class);

    /** Until the store is asked again that did not answer; half a minute in the end. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private static final int PAUSE_DOUBLINGS = 5;

    private final EventListener.ReactiveEventListener mailbox;
    private final Turns turns;
    private final MailboxSession.SessionId own;
    private final ImapConnection connection;
    private final HeardMessages heard;
    private final AtomicReference<Event> missed = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();

    OrderedListener(EventListener.ReactiveEventListener mailbox, HeardMessages heard, ImapSession session) {
        this.mailbox = mailbox;
        this.turns = Turns.of(session);
        this.own = session.getMailboxSession().getSessionId();
        this.connection = ImapConnection.of(session);
        this.heard = heard;
    }

    @Override
    public boolean isHandling(Event event) {
        return mailbox.isHandling(event);
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return mailbox.getExecutionMode();
    }

    @Override
    public Publisher<Void> reactiveEvent(Event event) {
        if (event instanceof MailboxEvent ours && own.equals(ours.getSessionId())) {
            return hear(event);
        }
        hearInTurn(event);
        return Mono.empty();
    }

    private void hearInTurn(Event event) {
        turns.take(Mono.defer(() -> ended.get() ? Mono.empty() : hearOfOther(event)))
                .subscribe(done -> {}, failure -> LOGGER.warn("a change was not announced to a client", failure));
    }

    /**
     * James goes on counting as recent what another session expunged, and lets a session fail whose mailbox another has
     * deleted; it cannot go on there (RFC 2180 section 3.3).
     */
    private Mono<Void> hearOfOther(Event event) {
        if (event instanceof Expunged expunged && mailbox instanceof SelectedMailbox selected) {
            expunged.getUids().forEach(selected::removeRecent);
        }
        return event instanceof MailboxDeletion
                ? hear(event).then(Mono.fromRunnable(() -> connection.bye("Selected mailbox has been deleted")))
                : hear(event);
    }

    private Mono<Void> hear(Event event) {
        return heard.hear(event)
                .doOnSuccess(news -> failures.set(0))
                .onErrorResume(failure -> {
                    hearLater(event, failure);
                    return Mono.empty();
                })
                .flatMap(news -> Mono.from(mailbox.reactiveEvent(news)));
    }

    /** With the last of several new messages those before it are heard of. */
    private void hearLater(Event event, Throwable failure) {
        if (missed.getAndUpdate(other -> other == null || lastUid(event) > lastUid(other) ? event : other) != null) {
            return;
        }
        int before = failures.getAndIncrement();
        if (before == 0) {
            LOGGER.warn("a client hears of new messages later: {}", failure.toString());
        }
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(before, PAUSE_DOUBLINGS));
        Mono.delay(pause).subscribe(passed -> hearInTurn(missed.getAndSet(null)));
    }

    private static long lastUid(Event event) {
        return event instanceof Added added ? Collections.max(added.getUids()).asLong() : 0;
    }

    /** What is still waiting concerns nobody: James would ascribe it to the mailbox selected next. */
    void end() {
        ended.set(true);
    }
}
