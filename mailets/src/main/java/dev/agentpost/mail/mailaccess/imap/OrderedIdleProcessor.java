package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.login.imap.StatusAnswers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.IdleRequest;
import org.apache.james.imap.message.response.ContinuationResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * IDLE (RFC 2177). Announcements and the end take {@link Turns}: no announcement follows the tagged answer, after which the
 * client counts messages as announced until then.
 */
public final class OrderedIdleProcessor extends AbstractMailboxProcessor<IdleRequest>
        implements CapabilityImplementingProcessor {
    private static final Logger LOGGER = LoggerFactory.getLogger(OrderedIdleProcessor.class);
    private static final List<Capability> CAPABILITIES = ImmutableList.of(ImapConstants.SUPPORTS_IDLE);
    private static final String DONE = "DONE";

    /** Empty: no signs of life. */
    private Optional<Duration> signOfLife = Optional.empty();

    @Inject
    public OrderedIdleProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(IdleRequest.class, mailboxManager, factory, metricFactory);
    }

    @Override
    public void configure(ImapConfiguration configuration) {
        super.configure(configuration);
        signOfLife =
                Optional.of(configuration.idleTimeIntervalAsDuration()).filter(any -> configuration.isEnableIdle());
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(IdleRequest request, ImapSession session, Responder responder) {
        AtomicBoolean idling = new AtomicBoolean(true);
        Optional<SelectedMailbox> mailbox = Optional.ofNullable(session.getSelected());
        mailbox.ifPresent(selected -> selected.registerIdle(new Announcer(session, responder)));
        session.pushLineHandler((lineSession, line) -> {
            lineSession.popLineHandler();
            idling.set(false);
            Turns.of(session)
                    .take(Mono.fromRunnable(() -> {
                        mailbox.ifPresent(SelectedMailbox::unregisterIdle);
                        end(request, line, responder);
                    }))
                    .subscribe(done -> {}, failure -> LOGGER.error("IDLE could not be ended", failure));
        });
        signOfLife.ifPresent(interval -> giveSigns(interval, idling, session, responder));
        responder.respond(new ContinuationResponse(HumanReadableText.IDLING));
        return unsolicitedResponses(session, responder, false);
    }

    private void end(IdleRequest request, byte[] line, Responder responder) {
        String text = new String(line, StandardCharsets.US_ASCII).strip();
        if (DONE.equalsIgnoreCase(text)) {
            okComplete(request, responder);
        } else {
            responder.respond(StatusAnswers.bad(request.getTag(), "IDLE failed: DONE was expected"));
        }
    }

    private void giveSigns(Duration interval, AtomicBoolean idling, ImapSession session, Responder responder) {
        session.schedule(
                () -> {
                    if (idling.get() && session.getState() != ImapSessionState.LOGOUT) {
                        responder.respond(getStatusResponseFactory().untaggedOk(HumanReadableText.HEARTBEAT));
                        giveSigns(interval, idling, session, responder);
                    }
                },
                interval);
    }

    /** Called in a turn, when the selected mailbox has taken the event in. */
    private final class Announcer implements EventListener.ReactiveEventListener {
        private final ImapSession session;
        private final Responder responder;

        private Announcer(ImapSession session, Responder responder) {
            this.session = session;
            this.responder = responder;
        }

        @Override
        public Publisher<Void> reactiveEvent(Event event) {
            // James looks for changed flags when it is called, and the event has not been taken in by then.
            return Mono.defer(() -> unsolicitedResponses(session, responder, false));
        }

        @Override
        public ExecutionMode getExecutionMode() {
            return ExecutionMode.ASYNCHRONOUS;
        }
    }

    @Override
    protected MDCBuilder mdc(IdleRequest request) {
        return MDCBuilder.ofValue(MDCBuilder.ACTION, "IDLE");
    }
}
